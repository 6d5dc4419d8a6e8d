/** What each state of an entry means, shortly. */
export const STATES = {
  "in-flight": "is being executed",
  lapsed: "outcome unknown: its gateway died",
  unknown: "outcome unknown",
  released: "may run again",
  kept: "done, answer kept",
  expired: "done, answer's time is over",
  "not-kept": "done, answer not kept",
  unreadable: "cannot be read",
};

const TWICE = "If an earlier attempt did take effect, it takes effect twice: somebody may be charged twice.";
const SETTLE_NOT_EXECUTED = {
  action: "settle-not-executed",
  label: "It was not executed",
  title: "Settle as not executed?",
  consequence:
    "The key becomes new: the next request with it is executed, as the first. Do this only if you have made sure, at the service, that nothing took effect. " +
    TWICE,
  danger: true,
};
const SETTLE_DONE = {
  action: "settle-done",
  label: "It was executed …",
  title: "Settle as done, with this answer?",
  consequence: "Nothing is executed. Every retry gets exactly the answer that you give here, until its time is over.",
  danger: false,
};
const RELEASE = {
  action: "release",
  label: "Let it run again",
  title: "Let it run again?",
  consequence:
    "The next request with this key is executed, as a further attempt, and what happened so far stays in its history. " + TWICE,
  danger: true,
};
const FORGET = {
  action: "delete",
  label: "Delete",
  title: "Delete what is known of this key?",
  consequence: "The key becomes new, and its history is gone: the next request with it is executed. " + TWICE,
  danger: true,
};
const FORGET_DONE = {
  ...FORGET,
  title: "Delete an answer that clients may still ask for?",
  consequence:
    "This request was executed. Once its key is deleted, a retry executes it a second time: somebody may be charged twice.",
};

/** What may be done to an entry in each state. */
export const ACTIONS = {
  "in-flight": [],
  lapsed: [SETTLE_DONE, SETTLE_NOT_EXECUTED, RELEASE, FORGET],
  unknown: [SETTLE_DONE, SETTLE_NOT_EXECUTED, RELEASE, FORGET],
  unreadable: [SETTLE_DONE, SETTLE_NOT_EXECUTED, RELEASE, FORGET],
  released: [SETTLE_DONE, SETTLE_NOT_EXECUTED, FORGET],
  kept: [FORGET_DONE],
  expired: [FORGET_DONE],
  "not-kept": [FORGET_DONE],
};

/** How an attempt ended, or what was done by hand. */
export const ENDINGS = {
  "in-flight": "is running",
  completed: "was answered",
  unknown: "ended without a clear answer",
  lapsed: "was ended by nobody",
  "not-executed": "was certainly not executed",
  "still-released": "was certainly not executed",
  "released-by-hand": "an operator let it run again",
  "settled-by-hand": "an operator settled it as done",
};

/** @param {import("./api.js").Failure} failure */
export function inWords(failure) {
  switch (failure.kind) {
    case "unreachable":
      return "The gateway does not answer. Try again.";
    case "role-missing":
      return "Your role does not allow that.";
    default:
      return failure.detail ?? "That did not work (" + failure.kind + ").";
  }
}
