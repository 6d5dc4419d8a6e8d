const PLACE = "order-page/session";

/**
 * Who is signed in, in this tab only and until it is closed.
 *
 * @typedef {{name: string, authorization: string}} Session
 */

/**
 * @param {string} name
 * @param {string} password
 * @returns {Session}
 */
export function sessionOf(name, password) {
  const bytes = new TextEncoder().encode(name + ":" + password);
  return { name, authorization: "Basic " + btoa(String.fromCharCode(...bytes)) };
}

/** @returns {Session | null} */
export function keptSession() {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  } catch {
    return null;
  }
}

/** @param {Session} session */
export function keep(session) {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(session));
  } catch {
    // then it lasts until the page is left
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(PLACE);
  } catch {
    // then there is nothing either
  }
}
