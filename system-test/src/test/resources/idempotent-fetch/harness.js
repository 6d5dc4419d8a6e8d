// What the tests of the module call in a page. Time stands still there but for what is slept.
import { Attempts } from "/idempotent-fetch.js";
import { systemClock } from "/idempotent-fetch/clock.js";

let time = Date.parse("2026-11-23T12:00:00Z");
const attempts = new Map();

window.sleeps = [];
window.waits = [];
window.deadlines = [];

const clock = {
  now: () => time,
  sleep: async (ms) => {
    window.sleeps.push(ms);
    time += ms;
  },
  timeout: (ms) => {
    const controller = new AbortController();
    window.deadlines.push({ ms, pass: () => controller.abort() });
    return controller.signal;
  },
};

/** The browser's own, with another Date in the answer, or none. */
window.fetchDated = (date) => async (url, init) => {
  const { status, headers, body } = await fetch(url, init);
  const dated = new Headers(headers);
  dated.delete("Date");
  if (date) {
    dated.set("Date", date);
  }
  return new Response(body, { status, headers: dated });
};

window.systemClock = systemClock;

let late = false;

/** The browser's own as it is now, until somebody sleeps. */
window.lateStorage = () => {
  const then = { ...localStorage };
  const names = () => Object.keys(late ? then : localStorage);
  late = true;
  return {
    get length() {
      return names().length;
    },
    key: (index) => names()[index],
    getItem: (name) => (late ? (then[name] ?? null) : localStorage.getItem(name)),
    setItem: (name, value) => {
      then[name] = value;
      localStorage.setItem(name, value);
    },
    removeItem: (name) => {
      delete then[name];
      localStorage.removeItem(name);
    },
  };
};

window.catchingUp = {
  ...systemClock,
  sleep: (ms) => {
    late = false;
    return systemClock.sleep(ms);
  },
};

window.passTime = (ms) => (time += ms);

/** A set of attempts; by default each call of send() sends once. */
window.attemptsWith = (options) =>
  new Attempts({ scope: "things/alice", random: () => 1, patience: 0, ...options, clock: { ...clock, ...options?.clock } });

window.begin = async (options, request) => {
  const attempt = await window.attemptsWith(options).begin("/api/things", {
    headers: { "Content-Type": "application/json" },
    body: '{"thing": "größer"}',
    note: { thing: 1 },
    ...request,
  });
  attempts.set(attempt.key, attempt);
  return attempt.key;
};

/** The open attempts; from then on they can be sent from here. */
window.open_ = async (options) => {
  const open = await window.attemptsWith(options).open();
  open.forEach((attempt) => attempts.set(attempt.key, attempt));
  return open.map(({ key, url, body, note, everSent }) => ({ key, url, body, note, everSent }));
};

/** Sends, and says in words how that ended. */
window.send = async (key, headers) => {
  window.leave = new AbortController();
  const { signal } = window.leave;
  const onWaiting = ({ reason, after }) => window.waits.push(after === undefined ? reason : `${reason} ${after}`);
  window.outcome = await attempts.get(key).send({ headers, signal, onWaiting });
  return inWords(window.outcome);
};

window.start = (key, headers) => {
  window.started = window.send(key, headers);
};

window.settle = (key) => attempts.get(key).settle();

window.stored = () => JSON.stringify(Object.entries(localStorage));

/** The name of the error, if it is one. */
window.failing = async (action) => {
  try {
    await action();
    return "none";
  } catch (error) {
    return error.name;
  }
};

function inWords({ ending, response, replayed, reason, retryable }) {
  switch (ending) {
    case "answered":
      return `answered ${response.status}${replayed ? " replayed" : ""}`;
    case "not-done":
      return `not-done ${reason}`;
    default:
      return `unknown ${reason}${retryable ? ", retryable" : ""}`;
  }
}
