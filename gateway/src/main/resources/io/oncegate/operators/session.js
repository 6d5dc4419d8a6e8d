const PLACE = "oncegate-operators/session";

/**
 * Who is signed in, in this tab only and until it is closed.
 *
 * @typedef {{name: string, authorization: string}} Session
 */

/**
 * @param {string} name
 * @param {string} secret
 * @returns {Session}
 */
export function sessionOf(name, secret) {
  const bytes = new TextEncoder().encode(name + ":" + secret);
  return { name, authorization: "Basic " + btoa(String.fromCharCode(...bytes)) };
}

/** @returns {Session | null} */
export function keptSession() {
  return JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
}

/** @param {Session} session */
export function keep(session) {
  sessionStorage.setItem(PLACE, JSON.stringify(session));
}

export function forget() {
  sessionStorage.removeItem(PLACE);
}
