const FIRST = 500;
const LONGEST = 4_000;

/**
 * How long to wait before a retry: twice as long each time up to a limit, spread so that clients that failed together do not
 * come back together, and never less than the server asks for.
 *
 * @param {number} retries so far
 * @param {number | undefined} asked by the server, in milliseconds
 * @param {() => number} random
 */
export function waitBefore(retries, asked, random) {
  const most = Math.min(LONGEST, FIRST * 2 ** retries);
  return Math.max(asked ?? 0, Math.round(most * (0.5 + random() / 2)));
}
