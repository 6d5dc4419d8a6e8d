/** Nothing came of a reading request; `kind` says how. */
export class ReadFailure extends Error {
  /** @param {"unreachable" | "unauthorised" | "failed"} kind */
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

/**
 * As fetch, but the browser never adds or asks for credentials of its own: no password window, whatever is answered.
 *
 * @type {typeof fetch}
 */
export const plainFetch = (resource, options) => fetch(resource, { ...options, credentials: "omit" });

/** What the page reads. Each request is bounded in time. */
export class Api {
  #authorization;
  #timeout;

  /**
   * @param {string} authorization the value of the header; empty for nobody
   * @param {number} timeout in milliseconds
   */
  constructor(authorization, timeout) {
    this.#authorization = authorization;
    this.#timeout = timeout;
  }

  async products() {
    return (await this.#get("/api/products")).products;
  }

  /** One page of the caller's orders, newest first; `after` is the `next` of the page before. */
  orders(after) {
    return this.#get("/api/orders?limit=10" + (after ? "&after=" + encodeURIComponent(after) : ""));
  }

  /** The caller's order under that key, or undefined where none is recorded. Executes nothing. */
  async orderUnder(key) {
    return (await this.#get("/api/orders?dedupKey=" + encodeURIComponent(key))).orders[0];
  }

  async #get(path) {
    const response = await this.#fetch(path);
    if (response.status === 401) {
      throw new ReadFailure("unauthorised");
    }
    if (!response.ok) {
      throw new ReadFailure(response.status >= 500 ? "unreachable" : "failed");
    }
    try {
      return await response.json();
    } catch {
      throw new ReadFailure("unreachable");
    }
  }

  async #fetch(path) {
    try {
      return await plainFetch(path, {
        headers: this.#authorization ? { Authorization: this.#authorization } : {},
        cache: "no-store",
        signal: AbortSignal.timeout(this.#timeout),
      });
    } catch {
      throw new ReadFailure("unreachable");
    }
  }
}
