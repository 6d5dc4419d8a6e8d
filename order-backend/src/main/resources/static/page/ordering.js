import { sameContent } from "./amount.js";
import { meaningOf } from "./outcome.js";

const ORDERS = "/api/orders";

/**
 * One customer's attempts to order in this tab: at most one is sent at a time, and none without the person asking for it.
 *
 * @typedef {{prodCode: string, amount: string}} Content
 * @typedef {object} Listener what the page does about what happens
 * @property {(content: Content | null, event?: object) => void} sending an order is out, or none is any more
 * @property {(card: import("./cards.js").Card) => void} report what became of an attempt
 * @property {(order: object) => void} placed there is one more order than the page knew of
 * @property {(content: Content, errors: object[], key: string) => void} faulty
 * @property {(content: Content, existing: object, minutes: number, key: string) => void} question
 * @property {(card: object, reason: "forgotten" | "unreadable") => void} settled it is at its end, and how is not known
 */
export class Ordering {
  #attempts;
  #left;
  #authorization;
  #listener;
  #ended = new AbortController();
  #out = "";

  /**
   * @param {import("../idempotent-fetch.js").Attempts} attempts
   * @param {import("./left-attempts.js").LeftAttempts} left
   * @param {string} authorization
   * @param {Listener} listener
   */
  constructor(attempts, left, authorization, listener) {
    this.#attempts = attempts;
    this.#left = left;
    this.#authorization = authorization;
    this.#listener = listener;
  }

  /** Whether an order is out. A second one has to wait, however often somebody presses. */
  get busy() {
    return this.#out !== "";
  }

  /** The key that is being sent, or empty. */
  get out() {
    return this.#out;
  }

  /** Orders, or goes on with an open attempt for exactly that: two keys for one wish could become two orders. */
  place(content) {
    return this.#alone(content, async () => {
      const open = (await this.#attempts.open()).find((attempt) => sameContent(attempt.note, content));
      await (open ? this.#send(open, true) : this.#sendNew(content, {}));
    });
  }

  /** Orders what was ordered a moment ago: the person has said so, and so it is an attempt of its own. */
  placeAgain(content) {
    return this.#alone(content, () => this.#sendNew(content, { confirmDuplicate: true }));
  }

  /** Sends an open attempt again, the same bytes under the same key. */
  retry(attempt) {
    return this.#alone(attempt.note, () => this.#send(attempt, false));
  }

  /** Stops listening and waiting; what is out is out. */
  end() {
    this.#ended.abort();
  }

  /** The guard comes before the first await: a second press finds it, however fast it comes. */
  async #alone(content, task) {
    if (this.busy) {
      return;
    }
    this.#out = "beginning";
    this.#tell("sending", content);
    try {
      await task();
    } finally {
      this.#out = "";
      this.#tell("sending", null);
    }
  }

  async #sendNew(content, more) {
    try {
      const attempt = await this.#attempts.begin(ORDERS, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...content, ...more }),
        note: content,
      });
      await this.#send(attempt, false);
    } catch (error) {
      // what cannot be remembered is never sent
      console.warn(error);
      this.#tell("report", { id: "not-stored", kind: "notStored", content });
    }
  }

  async #send(attempt, resumed) {
    this.#out = attempt.key;
    this.#left.remove(attempt.key);
    const outcome = await attempt.send({
      headers: { Authorization: this.#authorization },
      signal: this.#ended.signal,
      onWaiting: (event) => this.#tell("sending", attempt.note, event),
    });
    this.#explain(attempt, meaningOf(outcome), resumed);
  }

  #explain(attempt, meaning, resumed) {
    const card = { id: attempt.key, content: attempt.note, madeAt: attempt.madeAt };
    switch (meaning.kind) {
      case "placed":
        this.#tell("report", { ...card, kind: kindOfPlaced(meaning, resumed), order: meaning.order });
        this.#tell("placed", meaning.order);
        break;
      case "question":
        this.#tell("question", attempt.note, meaning.existing, meaning.minutes, attempt.key);
        break;
      case "faulty":
        this.#tell("faulty", attempt.note, meaning.errors, attempt.key);
        break;
      case "settled":
        this.#tell("settled", card, meaning.reason);
        break;
      default:
        this.#tell("report", { ...card, ...meaning });
    }
  }

  #tell(what, ...details) {
    if (!this.#ended.signal.aborted) {
      this.#listener[what](...details);
    }
  }
}

function kindOfPlaced(meaning, resumed) {
  if (resumed) {
    return "resumed";
  }
  return meaning.repeated ? "repeated" : "placed";
}
