const MINUTE = 60_000;

const FIELDS = ["prodCode", "amount"];

/** The gateway knows that the request was executed, and has its answer no longer. */
const EXECUTED = ["result-expired", "result-not-kept"];

/**
 * What an outcome of idempotent-fetch means for an order.
 *
 * @typedef {{kind: "placed", order: object, repeated: boolean}
 *   | {kind: "question", existing: object, minutes: number}
 *   | {kind: "faulty", errors: {field: string, message: string}[]}
 *   | {kind: "notPlaced" | "unknown" | "stuck", reason: string}
 *   | {kind: "settled", reason: string}} Meaning "settled": it has come to its end, and only the order itself can tell which
 */

/**
 * @param {object} outcome as `attempt.send()` gives it
 * @returns {Meaning}
 */
export function meaningOf(outcome) {
  if (outcome.ending === "unknown" && outcome.reason === "forgotten") {
    return { kind: "settled", reason: outcome.reason };
  }
  if (outcome.ending === "unknown") {
    return { kind: outcome.retryable ? "unknown" : "stuck", reason: outcome.reason };
  }
  if (outcome.ending === "not-done") {
    return { kind: "notPlaced", reason: outcome.reason };
  }
  return answered(outcome);
}

function answered({ response, replayed }) {
  const body = response.json();
  if (response.status < 400 || EXECUTED.includes(body?.code)) {
    return body?.orderId
      ? { kind: "placed", order: body, repeated: replayed || body.duplicated === true }
      : { kind: "settled", reason: "unreadable" };
  }
  if (body?.code === "possible-duplicate-order" && body.existingOrder) {
    return { kind: "question", existing: body.existingOrder, minutes: minutesSince(body.existingOrder) };
  }
  if (response.status === 400 && body?.errors?.some(({ field }) => FIELDS.includes(field))) {
    return { kind: "faulty", errors: body.errors };
  }
  return { kind: "notPlaced", reason: body?.code ?? String(response.status) };
}

/** By this machine's clock; one that is slow must not say "in three minutes". */
function minutesSince(order) {
  return Math.max(0, Math.floor((Date.now() - Date.parse(order.createdAt)) / MINUTE));
}
