/**
 * What the page shows is in the address after the hash, which browsers send to nobody and no log has.
 *
 * @typedef {{namespace: string, caller: string, key: string, olderThan: string, state: string}} Place
 */

const PARTS = ["namespace", "caller", "key", "olderThan", "state"];

/** @returns {Place} */
export function placeNow() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  return /** @type {Place} */ (Object.fromEntries(PARTS.map((part) => [part, parameters.get(part) ?? ""])));
}

/** The address of a place. @param {Partial<Place>} place */
export function addressOf(place) {
  const given = PARTS.filter((part) => place[part]).map((part) => [part, place[part]]);
  return "#" + new URLSearchParams(given);
}

/** Whether it is one entry. @param {Place} place */
export function isEntry(place) {
  return Boolean(place.namespace && place.caller && place.key);
}
