/**
 * Sends a request that must have its effect once, although networks, servers and browsers fail.
 *
 * Every attempt has a key of its own, made and stored before anything is sent. Every retry has the same key and the same
 * bytes, also after a reload or a crash, also from another tab. What cannot be known is said, never guessed.
 *
 *     const attempts = new Attempts({ scope: "orders/alice" });
 *     const attempt = await attempts.begin("/api/orders", { headers: { "Content-Type": "application/json" }, body });
 *     const outcome = await attempt.send({ headers: { Authorization: authorization } });
 *
 * `outcome.ending` is one of three:
 *
 * - `"answered"`: the request has its own final answer; what its status means is for the page. A server that says that it
 *   executed the request and has the answer no longer (`result-expired`, `result-not-kept`) counts as well: its problem is
 *   the response, with `Location` and the member `firstStatus` where it knows them.
 * - `"not-done"`: certainly no send of this attempt was executed. Doing it anew takes a new attempt.
 * - `"unknown"`: it may have happened. The attempt stays stored; `send()` may be called again if `retryable`. Never begin a
 *   new one for the same purpose without asking a person.
 *
 * It needs a secure context (HTTPS or localhost). Where a browser has no Web Locks, two tabs may send one attempt at the same
 * time; the server's own check of the key is then what keeps it to one effect.
 *
 * @module idempotent-fetch
 */

import { Attempt } from "./idempotent-fetch/attempt.js";
import { AttemptStore, NotStoredError } from "./idempotent-fetch/store.js";
import { checkStoredHeaders } from "./idempotent-fetch/fields.js";
import { systemClock } from "./idempotent-fetch/clock.js";

export { Attempt, NotStoredError };
export { judge } from "./idempotent-fetch/judge.js";

/**
 * @typedef {object} Options
 * @property {string} scope separates users and purposes in storage
 * @property {Storage} [storage] where open attempts are kept; `localStorage` unless given
 * @property {LockManager | null} [locks] `navigator.locks` unless given
 * @property {typeof fetch} [fetch] the browser's own unless given. It is called without cookies (`credentials: "omit"`), which
 *     also keeps the browser from asking for a password on a 401; a page that lives on cookies wraps it.
 * @property {Partial<import("./idempotent-fetch/clock.js").Clock>} [clock] the system's unless given
 * @property {() => number} [random] from 0 to 1; spreads retries
 * @property {number} [sendTimeout] milliseconds for one send; then its outcome is unknown
 * @property {number} [patience] milliseconds that one call of `send()` goes on retrying by itself; 0 for a single send
 */

/** The attempts of one scope. */
export class Attempts {
  #means;

  /** @param {Options} options */
  constructor({ scope, storage, locks, fetch, clock, random, sendTimeout = 10_000, patience = 30_000 }) {
    if (typeof scope !== "string" || scope === "") {
      throw new TypeError("a scope is needed");
    }
    this.#means = {
      store: new AttemptStore(scope, storage),
      locks: locks === undefined ? globalThis.navigator?.locks : locks,
      fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
      clock: { ...systemClock, ...clock },
      random: random ?? Math.random,
      sendTimeout,
      patience,
    };
  }

  /**
   * Makes an attempt and stores it; nothing is sent yet. Headers are stored with it, so credentials are not welcome here: they
   * are given at each send.
   *
   * @param {string | URL} url
   * @param {{ method?: string, headers?: HeadersInit, body?: string, note?: unknown }} [request] the note is any JSON, for the
   *     page's own use
   * @returns {Promise<Attempt>}
   * @throws {NotStoredError} if it cannot be stored
   * @throws {TypeError} if no such request can be sent
   */
  async begin(url, { method = "POST", headers = {}, body, note } = {}) {
    if (body !== undefined && typeof body !== "string") {
      throw new TypeError("the body must be a string, whose bytes can be stored");
    }
    const { store, clock } = this.#means;
    const request = new Request(url, { method, headers: checkStoredHeaders(headers), body });
    store.sweep(clock.now());
    const key = crypto.randomUUID();
    store.put({
      version: 1,
      key,
      url: request.url,
      method: request.method,
      headers: Object.fromEntries(new Headers(headers)),
      body,
      note,
      madeAt: clock.now(),
      everSent: false,
      inDoubt: false,
      turns: 0,
    });
    return this.#attempt(store.find(key));
  }

  /**
   * The attempts that are not settled yet, oldest first: after a reload, a crash, or from another tab. One that cannot be read
   * any more is left where it is, with a warning on the console.
   *
   * @returns {Promise<Attempt[]>}
   */
  async open() {
    const { store, clock } = this.#means;
    store.sweep(clock.now());
    return store.all().map((record) => this.#attempt(record));
  }

  /**
   * Tells whenever another tab has begun or settled an attempt.
   *
   * @param {() => void} listener
   * @returns {() => void} ends it
   */
  onChange(listener) {
    const heard = (/** @type {StorageEvent} */ event) => {
      if (this.#means.store.isChange(event)) {
        listener();
      }
    };
    globalThis.addEventListener("storage", heard);
    return () => globalThis.removeEventListener("storage", heard);
  }

  #attempt(record) {
    return new Attempt(this.#means, record);
  }
}
