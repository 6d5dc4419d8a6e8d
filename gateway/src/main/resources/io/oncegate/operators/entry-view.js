import { el } from "./dom.js";
import { moment, spoken } from "./times.js";
import { ACTIONS, ENDINGS, STATES } from "./words.js";

/**
 * One entry, whole.
 *
 * @param {any} entry as the endpoint tells it
 * @param {{onAction: (action: any) => void, onBody: () => void, onAgain: () => void}} hooks
 */
export function entryView(entry, hooks) {
  return [
    el(
      "section",
      { class: "card stack", "aria-labelledby": "entry-title" },
      el(
        "div",
        { class: "heading" },
        el("h2", { id: "entry-title", tabindex: "-1", class: "key" }, entry.key),
        el("span", { class: "badge " + entry.state, id: "state" }, entry.state),
        el("span", { class: "muted" }, STATES[entry.state]),
        el("button", { type: "button", class: "quiet", id: "again", click: hooks.onAgain }, "Look again"),
      ),
      el("ol", { class: "told", id: "explanation" }, ...entry.explanation.map((sentence) => el("li", {}, sentence))),
      actions(entry, hooks),
    ),
    el("section", { class: "card stack", "aria-labelledby": "facts-title" }, el("h3", { id: "facts-title" }, "Facts"), facts(entry)),
    ...(entry.attempts ? [attempts(entry.attempts)] : []),
    ...("status" in entry ? [answer(entry, hooks)] : []),
  ];
}

function actions(entry, hooks) {
  const possible = ACTIONS[entry.state] ?? [];
  if (!possible.length) {
    return el("p", { class: "muted" }, "Somebody executes it right now: nothing can be changed until that has ended.");
  }
  if (!entry.mayChange) {
    return el("p", { class: "muted", id: "read-only" }, "Your role reads only: to change an entry takes the role OPERATOR.");
  }
  return el(
    "div",
    { class: "buttons", id: "actions" },
    ...possible.map((action) =>
      el(
        "button",
        { type: "button", class: action.danger ? "danger" : "primary", id: action.action, click: () => hooks.onAction(action) },
        action.label,
      ),
    ),
  );
}

function facts(entry) {
  const known = [
    ["Namespace", entry.namespace],
    ["Caller", entry.caller],
    ["In the logs", entry.entry],
    ["Attempt", entry.attempt],
    ["In this state since", entry.since && moment(entry.since) + ", " + spoken(entry.age)],
    ["Until", entry.until && moment(entry.until)],
    ["Forgotten in", entry.timeLeft && spoken(entry.timeLeft)],
    ["Size in Redis", entry.size + " bytes"],
  ].filter(([, value]) => value);
  return el("dl", { class: "facts" }, ...known.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, String(value))]));
}

function attempts(all) {
  return el(
    "section",
    { class: "card stack", "aria-labelledby": "attempts-title" },
    el("h3", { id: "attempts-title" }, "What happened"),
    el(
      "ol",
      { class: "rows", id: "attempts" },
      ...all.map((attempt) =>
        el(
          "li",
          {},
          el("strong", {}, (attempt.attempt ? "Attempt " + attempt.attempt + " " : "By hand: ") + ENDINGS[attempt.how]),
          " ",
          el("span", { class: "muted" }, detail(attempt)),
        ),
      ),
    ),
  );
}

function detail({ started, took, status, gateway }) {
  return [moment(started), took && "after " + spoken(took), status && "status " + status, "gateway " + gateway]
    .filter(Boolean)
    .join(" · ");
}

function answer(entry, hooks) {
  const lines = (entry.headers ?? []).map(({ name, value }) => name + ": " + value);
  if (entry.location) {
    lines.push("Location: " + entry.location);
  }
  return el(
    "section",
    { class: "card stack", "aria-labelledby": "answer-title" },
    el("h3", { id: "answer-title" }, "The answer"),
    el("pre", { id: "answer", tabindex: "0" }, ["Status " + entry.status, ...lines].join("\n")),
    ...("bodySize" in entry ? [body(entry, hooks)] : []),
  );
}

function body(entry, hooks) {
  if (entry.body) {
    return el("pre", { id: "body", tabindex: "0" }, entry.body.text ?? entry.body.base64);
  }
  const size = "A body of " + entry.bodySize + " bytes.";
  return entry.mayChange && entry.bodySize > 0
    ? el(
        "p",
        {},
        size + " ",
        el("button", { type: "button", class: "secondary", id: "show-body", click: hooks.onBody }, "Show it"),
        el("span", { class: "muted" }, " It is a customer's; that you looked is noted."),
      )
    : el("p", {}, size);
}
