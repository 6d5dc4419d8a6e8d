/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since the epoch
 * @property {(ms: number, signal?: AbortSignal) => Promise<void>} sleep over after that time, or once the signal is aborted
 * @property {(ms: number) => AbortSignal} timeout aborted after that time
 */

/** @type {Clock} */
export const systemClock = {
  now: () => Date.now(),

  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener("abort", done);
      if (signal?.aborted) {
        done();
      }
    }),

  timeout: (ms) => AbortSignal.timeout(ms),
};
