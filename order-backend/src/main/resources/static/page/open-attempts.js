const DAY = 24 * 60 * 60_000;

/**
 * Finds out what became of attempts that are not settled, by reading only.
 *
 * @typedef {object} Listener
 * @property {(card: import("./cards.js").Card) => void} report
 * @property {(key: string) => void} forget nothing is to be said of that attempt any more
 * @property {(order: object) => void} placed there is one more order than the page knew of
 * @property {(failure: Error) => void} failed
 */
export class OpenAttempts {
  #attempts;
  #left;
  #api;
  #listener;
  #seen = new Map();

  /**
   * @param {import("../idempotent-fetch.js").Attempts} attempts
   * @param {import("./left-attempts.js").LeftAttempts} left
   * @param {import("./api.js").Api} api
   * @param {Listener} listener
   */
  constructor(attempts, left, api, listener) {
    this.#attempts = attempts;
    this.#left = left;
    this.#api = api;
    this.#listener = listener;
  }

  /** The attempt of that key, also where another tab has settled it meanwhile: it then knows its answer. */
  async find(key) {
    await this.#open();
    return this.#seen.get(key);
  }

  /** Somebody comes back to the page: reports on every attempt that is open. */
  async comeBack() {
    await Promise.all((await this.#open()).map((attempt) => this.#lookUp(attempt)));
  }

  /** Looks one attempt up again. */
  async lookAgain(key) {
    const attempt = await this.find(key);
    await (attempt ? this.#lookUp(attempt) : this.#listener.forget(key));
  }

  /** Turns away from an attempt: it stays known, so that its order can still be reported. */
  async leave(key) {
    this.#left.add(key);
    const attempt = await this.find(key);
    this.#listener.report({ ...cardOf(attempt ?? { key }), kind: "left" });
  }

  /** Reports the order of an attempt that is settled, if there is one. */
  async reportIfPlaced(key, kind) {
    try {
      const order = await this.#api.orderUnder(key);
      if (order) {
        this.#listener.report({ id: key, kind, order });
        this.#listener.placed(order);
      }
      return Boolean(order);
    } catch (failure) {
      this.#listener.failed(failure);
      return false;
    }
  }

  /**
   * Another tab has begun, settled or left an attempt.
   *
   * @param {string[]} shown the keys of which the page says that they are open
   * @param {string} out the key that this tab is sending
   */
  async changedElsewhere(shown, out) {
    const open = await this.#open();
    const openKeys = new Set(open.map((attempt) => attempt.key));
    const gone = shown.filter((key) => key !== out && !openKeys.has(key));
    await Promise.all(gone.map((key) => this.#settledElsewhere(key)));
    for (const attempt of open) {
      if (this.#left.has(attempt.key)) {
        this.#listener.forget(attempt.key);
      } else if (attempt.key !== out && !shown.includes(attempt.key)) {
        this.#listener.report({ ...cardOf(attempt), kind: "elsewhere" });
      }
    }
  }

  async #open() {
    const open = await this.#attempts.open();
    open.forEach((attempt) => this.#seen.set(attempt.key, attempt));
    return open;
  }

  async #lookUp(attempt) {
    const left = this.#left.has(attempt.key);
    const card = cardOf(attempt);
    if (!left) {
      this.#listener.report({ ...card, kind: "checking" });
    }
    try {
      const order = await this.#api.orderUnder(attempt.key);
      if (order) {
        await this.#settle(attempt);
        this.#listener.report({ ...card, kind: left ? "leftPlaced" : "found", order });
        this.#listener.placed(order);
      } else if (!left) {
        this.#listener.report({ ...card, kind: "unrecorded" });
      } else if (Date.now() - attempt.madeAt > DAY) {
        // nothing is on its way for as long as that
        await this.#settle(attempt);
      }
    } catch (failure) {
      if (!left) {
        this.#listener.report({ ...card, kind: "unchecked" });
      }
      this.#listener.failed(failure);
    }
  }

  async #settle(attempt) {
    await attempt.settle();
    this.#left.remove(attempt.key);
  }

  async #settledElsewhere(key) {
    if (!(await this.reportIfPlaced(key, "elsewherePlaced"))) {
      this.#listener.forget(key);
    }
  }
}

function cardOf(attempt) {
  return { id: attempt.key, content: attempt.note, madeAt: attempt.madeAt };
}
