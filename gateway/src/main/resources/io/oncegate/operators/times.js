const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
];

/**
 * A duration as people say it, in its two largest units.
 *
 * @param {string} iso such as PT26H3M4S
 */
export function spoken(iso) {
  const [, hours, minutes, seconds] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso) ?? [];
  let left = Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  if (left < 1) {
    return Math.round(left * 1_000) + " ms";
  }
  left = Math.floor(left);
  const parts = [];
  for (const [unit, length] of UNITS) {
    if (left >= length && parts.length < 2) {
      parts.push(Math.floor(left / length) + " " + unit);
    }
    left %= length;
  }
  return parts.join(" ");
}

/** A time of the day, with the date. @param {string} iso */
export function moment(iso) {
  return iso.replace("T", " ").replace(/\.\d+Z$/, "Z");
}
