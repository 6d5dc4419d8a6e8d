/** The header that carries the key. */
const KEY = "idempotency-key";
const CREDENTIALS = ["authorization", "proxy-authorization", "cookie"];

/**
 * The headers that an attempt is made with; they end up in storage.
 *
 * @param {HeadersInit} headers
 * @throws {TypeError} if one of them has no place there
 */
export function checkStoredHeaders(headers) {
  const fields = new Headers(headers);
  for (const name of [KEY, ...CREDENTIALS]) {
    if (fields.has(name)) {
      throw new TypeError(`${name} is not for an attempt's stored headers`);
    }
  }
  return fields;
}

/**
 * The headers of one send: the stored ones, the key, and what is given for this send alone. The latter cannot replace the
 * former, since a retry must be the same request.
 *
 * @param {{ key: string, headers: Record<string, string> }} record
 * @param {HeadersInit} given
 */
export function fieldsOf(record, given) {
  const fields = new Headers(given);
  for (const name of [KEY, ...Object.keys(record.headers)]) {
    if (fields.has(name)) {
      throw new TypeError(`${name} belongs to the attempt, not to one send of it`);
    }
  }
  Object.entries(record.headers).forEach(([name, value]) => fields.set(name, value));
  fields.set(KEY, `"${record.key}"`);
  return fields;
}

/**
 * Whether an answer names the key: then it was made by the server that looks after keys, or behind it, and not by some proxy
 * on the way.
 *
 * @param {Headers} headers
 * @param {string} key
 */
export function echoes(headers, key) {
  const echo = headers.get(KEY);
  return echo === key || echo === `"${key}"`;
}
