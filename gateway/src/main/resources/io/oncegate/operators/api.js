const TIMEOUT_MILLIS = 15_000;

/** Nothing came of a request, or something other than what was asked for. */
export class Failure extends Error {
  /**
   * @param {string} kind "unauthorised", "unreachable", or the gateway's code for it
   * @param {string} [detail] in the gateway's words
   */
  constructor(kind, detail) {
    super(detail ?? kind);
    this.kind = kind;
    this.detail = detail;
  }
}

/** The actuator endpoint. Credentials are sent by hand only, so no other site can have the browser add them. */
export class Api {
  #endpoint;
  #authorization;

  /**
   * @param {string} endpoint its address
   * @param {string} authorization the value of the header
   */
  constructor(endpoint, authorization) {
    this.#endpoint = endpoint;
    this.#authorization = authorization;
  }

  /** One page of a list. @param {Record<string, string>} question what is empty is not asked */
  list(question) {
    return this.#send(this.#endpoint + "?" + asked(question), {});
  }

  /**
   * One entry.
   *
   * @param {{namespace: string, caller: string, key: string}} id
   * @param {boolean} withBody whether its answer's body is wanted, which is accounted for
   */
  find({ namespace, caller, key }, withBody) {
    return this.#send(this.#endpoint + "?" + asked({ namespace, caller, key, body: withBody ? "true" : "" }), {});
  }

  /** @param {Record<string, string | number>} change as the endpoint takes it */
  change(change) {
    return this.#send(this.#endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(change),
    });
  }

  async #send(address, options) {
    let response;
    let body;
    try {
      response = await fetch(address, {
        ...options,
        headers: { ...options.headers, Accept: "application/json", Authorization: this.#authorization },
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      });
      body = await response.json();
    } catch {
      throw new Failure(response?.status === 401 ? "unauthorised" : "unreachable");
    }
    if (response.status === 401) {
      throw new Failure("unauthorised");
    }
    if (!response.ok) {
      throw new Failure(body.code ?? "failed", body.detail);
    }
    return body;
  }
}

function asked(question) {
  return new URLSearchParams(Object.entries(question).filter(([, value]) => value)).toString();
}
