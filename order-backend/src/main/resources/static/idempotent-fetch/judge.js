/**
 * What came of one send, as far as it matters for what to do next.
 *
 * @typedef {object} Sign
 * @property {"network" | "timeout" | "aborted" | "redirected"} [lost] why there is no answer to read, if there is none
 * @property {number} [status]
 * @property {string} [code] of a problem (RFC 9457)
 * @property {boolean} [retryable] of a problem
 * @property {number} [retryAfter] milliseconds
 * @property {boolean} [replayed] a kept answer
 * @property {boolean} [echoed] the answer names the key
 */

/**
 * @typedef {object} Verdict
 * @property {"answered" | "retry" | "not-done" | "unknown"} step
 * @property {string} reason the problem's code, or a word
 * @property {boolean} doubt whether this send or an earlier one may have been executed, or certainly was
 * @property {boolean} retryable with "unknown": whether the same request with the same key is of use later
 * @property {number} [after] with "retry": the milliseconds that the server asks to wait
 */

/**
 * What an answer says.
 *
 * @typedef {object} Saying
 * @property {"none" | "possible" | "final"} effect of this send: certainly none; possible; or the request's own final answer
 * @property {"again" | "later" | "never"} next whether sending again is of use: by itself; once something has changed; not
 */

/** @type {Saying} */
const FINAL = { effect: "final", next: "never" };
/** @type {Saying} */
const MAYBE_DONE = { effect: "possible", next: "again" };
/** @type {Saying} */
const MAYBE_DONE_LATER = { effect: "possible", next: "later" };
/** @type {Saying} */
const MAYBE_DONE_NEVER = { effect: "possible", next: "never" };
/** @type {Saying} */
const REFUSED_FOR_NOW = { effect: "none", next: "again" };
/** @type {Saying} */
const REFUSED_AS_IT_IS = { effect: "none", next: "later" };
/** @type {Saying} */
const REFUSED = { effect: "none", next: "never" };

/** Ways to have no answer. The browser does not tell whether the request had left. */
const LOST = {
  network: MAYBE_DONE,
  timeout: MAYBE_DONE,
  aborted: MAYBE_DONE_LATER,
  // not followed, since the request could go elsewhere, or a sign-in page look like an answer; and nothing of it can be read
  redirected: MAYBE_DONE_LATER,
};

/** The gateway's own answers. */
const PROBLEMS = {
  "request-in-progress": MAYBE_DONE,
  "upstream-timeout": MAYBE_DONE,
  "upstream-broken": MAYBE_DONE,
  "outcome-unknown": MAYBE_DONE_NEVER,
  "store-unavailable": REFUSED_FOR_NOW,
  "upstream-unavailable": REFUSED_FOR_NOW,
  "gateway-busy": REFUSED_FOR_NOW,
  "caller-limit": REFUSED_FOR_NOW,
  // with other credentials
  "caller-unknown": REFUSED_AS_IT_IS,
  // never again: another request has the key, or something on the way changed this one
  "key-reused": REFUSED,
  "key-missing": REFUSED,
  "key-invalid": REFUSED,
  "request-too-large": REFUSED,
  // executed, and only the answer is gone
  "result-expired": FINAL,
  "result-not-kept": FINAL,
};

/** Statuses that say that nothing was executed. */
const NOT_EXECUTED = {
  401: REFUSED_AS_IT_IS,
  403: REFUSED_AS_IT_IS,
  407: REFUSED_AS_IT_IS,
  408: REFUSED_FOR_NOW,
  421: REFUSED_AS_IT_IS,
  423: REFUSED_AS_IT_IS,
  425: REFUSED_FOR_NOW,
  429: REFUSED_FOR_NOW,
  501: REFUSED_AS_IT_IS,
};

/**
 * Decides what to do after a send.
 *
 * @param {Sign} sign
 * @param {boolean} doubt whether an earlier send may have been executed. Then a refusal of this one says nothing of that one.
 * @returns {Verdict}
 */
export function judge(sign, doubt) {
  const { effect, next } = sayingOf(sign, doubt);
  const reason = sign.lost ?? sign.code ?? `http-${sign.status}`;
  if (effect === "final") {
    return { step: "answered", reason, doubt: true, retryable: false };
  }
  const inDoubt = doubt || effect === "possible";
  if (next === "again" && sign.retryable !== false) {
    return { step: "retry", reason, doubt: inDoubt, retryable: true, after: sign.retryAfter };
  }
  return stop(reason, inDoubt, next === "later");
}

/**
 * The end without a final answer.
 *
 * @param {string} reason
 * @param {boolean} doubt
 * @param {boolean} retryable
 * @returns {Verdict}
 */
export function stop(reason, doubt, retryable) {
  return { step: doubt ? "unknown" : "not-done", reason, doubt, retryable: doubt && retryable };
}

/** @returns {Saying} */
function sayingOf(sign, doubt) {
  if (sign.lost) {
    return LOST[sign.lost];
  }
  return sign.status >= 400 && Object.hasOwn(PROBLEMS, sign.code ?? "") ? PROBLEMS[sign.code] : ofStatus(sign, doubt);
}

/** The service's own answer, or some proxy's. */
function ofStatus({ status, retryAfter, replayed, echoed }, doubt) {
  if (status < 400) {
    return FINAL;
  }
  if (status >= 500 && replayed) {
    // this is all that there will ever be, and a server error says nothing of the effect
    return MAYBE_DONE_NEVER;
  }
  if (status === 503 && retryAfter !== undefined) {
    return REFUSED_FOR_NOW;
  }
  if (Object.hasOwn(NOT_EXECUTED, status)) {
    return NOT_EXECUTED[status];
  }
  if (status >= 500) {
    return MAYBE_DONE;
  }
  // a proxy's own "not found", say, must not pass for what the service says of an earlier send
  return echoed || !doubt ? FINAL : REFUSED_AS_IT_IS;
}
