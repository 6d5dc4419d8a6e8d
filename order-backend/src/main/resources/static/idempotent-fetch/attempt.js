import { isReplay, read } from "./answer.js";
import { waitBefore } from "./backoff.js";
import { fieldsOf } from "./fields.js";
import { judge, stop } from "./judge.js";
import { alone, GAVE_UP } from "./lock.js";

/**
 * How a call of `send()` ended.
 *
 * @typedef {object} Outcome
 * @property {"answered" | "not-done" | "unknown"} ending
 * @property {import("./answer.js").Reply} [response] the last answer, if there was one; always with "answered"
 * @property {boolean} [replayed] with "answered": it is the kept answer of an earlier send
 * @property {boolean} [incomplete] with "answered": another tab had the answer, whose body was too long to hand over
 * @property {string} [reason] with the others: a problem's code, `http-` and the status, or "network", "timeout", "redirected"
 *     (which a page's script cannot follow or read), "aborted", or "forgotten" (another tab settled it, and how is not known)
 * @property {boolean} [retryable] with "unknown": whether the same request with the same key is of use, now or later
 */

/**
 * @typedef {object} Waiting
 * @property {string} reason as in an outcome, or "another-tab" while that one sends
 * @property {number} [after] milliseconds until the next send
 * @property {number} [sends] so far in this call
 */

const LATEST_NEWS = 2_000;
const NEWS_PAUSE = 20;

/** One request that is to have its effect once. */
export class Attempt {
  #means;
  #record;

  /** @param {import("./store.js").StoredAttempt} record */
  constructor(means, record) {
    this.#means = means;
    this.#record = record;
  }

  get key() {
    return this.#record.key;
  }

  /** Absolute. */
  get url() {
    return this.#record.url;
  }

  get body() {
    return this.#record.body;
  }

  get note() {
    return this.#record.note;
  }

  /** Milliseconds since the epoch. */
  get madeAt() {
    return this.#record.madeAt;
  }

  /** Whether a request may have left, from whichever tab. */
  get everSent() {
    return (this.#means.store.find(this.key) ?? this.#record).everSent;
  }

  /**
   * Sends it, and again with the same key and the same bytes as far as that is of use. If another tab is sending it, waits for
   * that, and shares its ending. Nothing that a network or a server does makes it throw.
   *
   * Aborting ends it at once: as "not-done" if certainly nothing was executed, else as "unknown".
   *
   * @param {object} [options]
   * @param {HeadersInit} [options.headers] for this call only, above all credentials; never stored
   * @param {AbortSignal} [options.signal]
   * @param {(event: Waiting) => void} [options.onWaiting] is told before every wait
   * @returns {Promise<Outcome>}
   * @throws {import("./store.js").NotStoredError} if storage takes nothing any more; then nothing was executed
   */
  async send({ headers = {}, signal, onWaiting = () => {} } = {}) {
    const fields = fieldsOf(this.#record, headers);
    const { locks, store } = this.#means;
    let turn;
    const onTaken = () => {
      turn = store.find(this.key)?.turns;
      onWaiting({ reason: "another-tab" });
    };
    const outcome = await alone(locks, store.lockName(this.key), { signal, onTaken }, async (waited) => {
      if (waited) {
        await this.#seeTurnEnd(turn, signal);
      }
      return this.#sendAlone(fields, signal, onWaiting, waited);
    });
    // the other tab may be sending, so this one must not settle anything
    return outcome === GAVE_UP ? unknown("aborted", true) : outcome;
  }

  /** The page has found out by other means what became of it: forgets it. */
  async settle() {
    this.#means.store.forget(this.key);
  }

  /**
   * What another tab has stored can come later than its lock. If that tab died, nothing comes; then the same key once more does
   * no harm.
   */
  async #seeTurnEnd(turn, signal) {
    const { store, clock } = this.#means;
    const until = clock.now() + LATEST_NEWS;
    const isOld = (record) => record && record.turns === turn;
    while (isOld(store.find(this.key)) && clock.now() < until && !signal?.aborted) {
      await clock.sleep(NEWS_PAUSE, signal);
    }
  }

  async #sendAlone(fields, signal, onWaiting, othersDoubt) {
    const { store, clock, random, patience } = this.#means;
    let doubt = othersDoubt;
    const until = clock.now() + patience;
    let last;
    for (let sends = 0; ; sends++) {
      const record = store.find(this.key);
      if (!record) {
        return store.ending(this.key) ?? unknown("forgotten", false);
      }
      doubt ||= record.inDoubt;
      if (signal?.aborted) {
        return this.#end(stop("aborted", doubt, true), last);
      }
      // before the send: whoever finds it after a crash must know that a request may have left
      if (!record.inDoubt || !record.everSent) {
        store.put({ ...record, everSent: true, inDoubt: true });
      }
      const { reply, sign } = await this.#exchange(fields, signal);
      last = reply;
      const verdict = judge(sign, doubt);
      doubt = verdict.doubt;
      this.#noteDoubt(doubt);
      if (verdict.step !== "retry") {
        return this.#end(verdict, reply);
      }
      const after = waitBefore(sends, verdict.after, random);
      if (clock.now() + after > until) {
        return this.#end(stop(verdict.reason, verdict.doubt, true), reply);
      }
      onWaiting({ reason: verdict.reason, after, sends: sends + 1 });
      await clock.sleep(after, signal);
    }
  }

  async #exchange(fields, signal) {
    const { fetch, clock, sendTimeout } = this.#means;
    const { url, method, body } = this.#record;
    const timeout = clock.timeout(sendTimeout);
    try {
      const response = await fetch(url, {
        method,
        headers: fields,
        body,
        signal: AbortSignal.any(signal ? [timeout, signal] : [timeout]),
        cache: "no-store",
        credentials: "omit",
        // followed, the request could end up elsewhere, and a sign-in page look like its answer
        redirect: "manual",
        // and no keepalive: it limits the body to 64 KB, and nobody would be there to read the answer
      });
      return await read(response, this.key, clock.now());
    } catch {
      return { sign: { lost: signal?.aborted ? "aborted" : timeout.aborted ? "timeout" : "network" } };
    }
  }

  /** After a send that certainly was not executed, nor any before it. */
  #noteDoubt(inDoubt) {
    if (!inDoubt) {
      this.#means.store.update(this.key, { inDoubt });
    }
  }

  /** @returns {Outcome} */
  #end({ step, reason, retryable }, response) {
    if (step === "unknown") {
      this.#means.store.endTurn(this.key);
      return { ...unknown(reason, retryable), ...(response && { response }) };
    }
    const outcome =
      step === "answered"
        ? { ending: step, response, replayed: isReplay(response.headers) }
        : { ending: step, reason, ...(response && { response }) };
    this.#means.store.settle(this.key, outcome, this.#means.clock.now());
    return outcome;
  }
}

/** @returns {Outcome} */
function unknown(reason, retryable) {
  return { ending: "unknown", reason, retryable };
}
