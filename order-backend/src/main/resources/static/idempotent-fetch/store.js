import { replyOf } from "./answer.js";

/** How long other tabs can still read the ending of an attempt, and how much of its answer. */
const SETTLED_FOR = 5 * 60_000;
const LONGEST_TEXT = 64_000;

/** An attempt could not be stored, and so nothing was sent. */
export class NotStoredError extends Error {
  name = "NotStoredError";
}

/**
 * @typedef {object} StoredAttempt
 * @property {1} version
 * @property {string} key
 * @property {string} url
 * @property {string} method
 * @property {Record<string, string>} headers
 * @property {string} [body]
 * @property {any} [note]
 * @property {number} madeAt milliseconds since the epoch
 * @property {boolean} everSent whether a request may have left
 * @property {boolean} inDoubt whether one may have been executed
 * @property {number} turns how often a tab has sent it and not learned the end
 */

/**
 * The attempts of one scope in a browser's storage: an item each, so that tabs do not overwrite one another's. What cannot be
 * read is never deleted, and reading never throws.
 */
export class AttemptStore {
  #given;
  #open;
  #settled;
  #warned = new Set();

  /**
   * @param {string} scope
   * @param {Storage} [storage]
   */
  constructor(scope, storage) {
    this.#given = storage;
    const prefix = `idempotent-fetch:${encodeURIComponent(scope)}`;
    this.#open = `${prefix}:open:`;
    this.#settled = `${prefix}:settled:`;
  }

  /** What a lock on that attempt is called. */
  lockName(key) {
    return this.#open + key;
  }

  /** @param {StoredAttempt} record */
  put(record) {
    this.#write(this.#open + record.key, JSON.stringify(record));
  }

  /** @returns {StoredAttempt | undefined} */
  find(key) {
    return this.#record(this.#open + key);
  }

  /** Changes an attempt that is still open; what cannot be stored stays as it was. */
  update(key, change) {
    const record = this.find(key);
    if (record) {
      try {
        this.put({ ...record, ...change });
      } catch {
        // nothing but a proof of innocence, or a sign to other tabs, is lost
      }
    }
  }

  /** Tells other tabs that this one has sent it for now. */
  endTurn(key) {
    this.update(key, { turns: (this.find(key)?.turns ?? 0) + 1 });
  }

  /** @returns {StoredAttempt[]} oldest first */
  all() {
    return this.#names(this.#open)
      .map((name) => this.#record(name))
      .filter((record) => record !== undefined)
      .sort((one, other) => one.madeAt - other.madeAt || (one.key < other.key ? -1 : 1));
  }

  forget(key) {
    this.#remove(this.#open + key);
  }

  /** The attempt has come to its end, which other tabs can ask for a while. */
  settle(key, outcome, now) {
    try {
      this.#write(this.#settled + key, JSON.stringify({ settledAt: now, outcome: storable(outcome) }));
    } catch {
      // they will not learn the answer, which is no reason for this tab not to
    }
    this.forget(key);
  }

  /** How an attempt ended, if it did a short while ago. */
  ending(key) {
    const { outcome } = this.#json(this.#settled + key) ?? {};
    return outcome?.response ? { ...outcome, response: replyOf(outcome.response) } : outcome;
  }

  /** Drops the endings that nobody can be waiting for. */
  sweep(now) {
    this.#names(this.#settled)
      .filter((name) => !(Math.abs(now - this.#json(name)?.settledAt) <= SETTLED_FOR))
      .forEach((name) => this.#remove(name));
  }

  /** Whether another tab has begun or settled an attempt. */
  isChange({ key, oldValue, newValue }) {
    return key === null || (key.startsWith(this.#open) && (oldValue === null || newValue === null));
  }

  #record(name) {
    const record = this.#json(name);
    if (isAttempt(record, name.slice(this.#open.length))) {
      const everSent = record.everSent !== false;
      return { ...record, everSent, inDoubt: everSent && record.inDoubt !== false, turns: Number(record.turns) || 0 };
    }
    if (this.#read(name) !== null && !this.#warned.has(name)) {
      this.#warned.add(name);
      console.warn(`idempotent-fetch: ${name} cannot be read; it is left in storage`);
    }
    return undefined;
  }

  #json(name) {
    try {
      return JSON.parse(this.#read(name) ?? "null");
    } catch {
      return null;
    }
  }

  #names(prefix) {
    try {
      const storage = this.#storage();
      return Array.from({ length: storage.length }, (_, i) => storage.key(i)).filter((name) => name?.startsWith(prefix));
    } catch {
      return [];
    }
  }

  #read(name) {
    try {
      return this.#storage().getItem(name);
    } catch {
      return null;
    }
  }

  #write(name, text) {
    try {
      this.#storage().setItem(name, text);
    } catch (cause) {
      throw new NotStoredError("the attempt cannot be stored, so nothing is sent", { cause });
    }
    if (this.#read(name) !== text) {
      throw new NotStoredError("the attempt was not stored, so nothing is sent");
    }
  }

  #remove(name) {
    try {
      this.#storage().removeItem(name);
    } catch {
      // the same key again is harmless
    }
  }

  /** Looked up when it is used, since a browser may forbid even that. */
  #storage() {
    return this.#given ?? globalThis.localStorage;
  }
}

function isAttempt(record, key) {
  return (
    record?.version === 1 &&
    record.key === key &&
    typeof record.url === "string" &&
    typeof record.method === "string" &&
    (record.body === undefined || typeof record.body === "string") &&
    Number.isFinite(record.madeAt) &&
    typeof record.headers === "object" &&
    record.headers !== null &&
    Object.values(record.headers).every((value) => typeof value === "string")
  );
}

/** A long text is left out: the status and the headers have to do, and `incomplete` says so. */
function storable({ response, ...rest }) {
  if (!response) {
    return rest;
  }
  const { status, headers, text } = response;
  const short = text.length <= LONGEST_TEXT;
  return {
    ...rest,
    ...(short ? {} : { incomplete: true }),
    response: { status, headers: [...headers], text: short ? text : "" },
  };
}
