import { announce, el } from "./dom.js";
import { addressOf } from "./place.js";
import { spoken } from "./times.js";
import { STATES } from "./words.js";

/**
 * A list of entries, page after page.
 *
 * @param {import("./place.js").Place} place
 * @param {{load: (cursor: string) => Promise<any>, onFailure: (failure: Error) => void}} hooks
 */
export function listView(place, hooks) {
  const entries = [];
  const chips = el("ul", { class: "chips", "aria-label": "States" });
  const table = el("div", { class: "card entries" });
  const more = el("button", { type: "button", class: "secondary", id: "more", click: () => next(false) }, "More");
  let cursor = "";

  async function next(first) {
    more.disabled = true;
    try {
      const page = await hooks.load(cursor);
      cursor = page.cursor ?? "";
      const from = entries.length;
      entries.push(...page.entries);
      show();
      announce(told());
      if (!first && entries.length > from) {
        table.querySelectorAll(".entry a")[from]?.focus();
      }
    } catch (failure) {
      hooks.onFailure(failure);
    } finally {
      more.disabled = false;
    }
  }

  function show() {
    chips.replaceChildren(...states().map(chip));
    table.replaceChildren(el("p", { class: "muted", id: "told" }, told()), ...(entries.length ? [rows()] : []));
    more.hidden = !cursor;
  }

  function told() {
    const seen = entries.length === 1 ? "1 entry" : entries.length + " entries";
    if (cursor) {
      return (entries.length ? seen : "None") + " so far; there is more to look through.";
    }
    return entries.length ? seen + "." : "There is none. A key that is unknown was never sent, was freed, or is past its time.";
  }

  function states() {
    const counts = new Map(Object.keys(STATES).map((state) => [state, 0]));
    entries.forEach(({ state }) => counts.set(state, counts.get(state) + 1));
    return [...counts].filter(([state, count]) => count > 0 || state === place.state);
  }

  function chip([state, count]) {
    const on = place.state === state;
    const href = addressOf({ ...place, state: on ? "" : state });
    return el(
      "li",
      {},
      el(
        "a",
        { class: "chip " + state, href, ...(on ? { "aria-current": "true" } : {}), title: STATES[state] },
        state + " ",
        el("strong", {}, String(count)),
        ...(on ? [" ✕"] : []),
      ),
    );
  }

  function rows() {
    return el("ul", { class: "rows" }, ...entries.map(row));
  }

  function row(entry) {
    return el(
      "li",
      { class: "entry" },
      el("span", { class: "badge " + entry.state, title: STATES[entry.state] }, entry.state),
      el("a", { class: "key", href: addressOf(idOf(entry)) }, entry.key),
      el("span", {}, entry.namespace + " / " + entry.caller),
      el("span", { class: "muted" }, facts(entry)),
    );
  }

  const view = [chips, table, more];
  more.hidden = true;
  table.append(el("p", { class: "muted" }, "Looking …"));
  next(true);
  return view;
}

function facts({ age, attempt, size, timeLeft }) {
  return [
    age && "for " + spoken(age),
    attempt > 1 && "attempt " + attempt,
    size + " bytes",
    timeLeft && "forgotten in " + spoken(timeLeft),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** What names an entry. */
export function idOf({ namespace, caller, key }) {
  return { namespace, caller, key };
}
