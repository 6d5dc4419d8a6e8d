import { byId, el, say } from "./dom.js";
import { inWords } from "./words.js";

/**
 * Asks whether an entry is to be changed, and why. Nothing is changed by opening or leaving it.
 *
 * @param {any} entry as it was seen
 * @param {any} action one of ACTIONS
 * @param {(change: Record<string, string | number>) => Promise<void>} send
 * @returns {Promise<void>} when it was changed; never where it was not
 */
export function confirmChange(entry, action, send) {
  const dialog = byId("change");
  const fault = el("p", { class: "fault", role: "alert", id: "change-fault", hidden: true });
  const confirm = el("button", { type: "submit", class: action.danger ? "danger" : "primary", id: "confirm" }, action.label.replace(" …", ""));
  const cancel = el("button", { type: "button", class: "secondary", id: "cancel", click: () => dialog.close() }, "Cancel");

  return new Promise((changed) => {
    const form = el(
      "form",
      { class: "stack", novalidate: true, submit },
      el("h2", { id: "change-title" }, action.title),
      el("p", { class: "key muted" }, entry.namespace + " / " + entry.caller + " / " + entry.key),
      el("p", { id: "change-consequence", class: action.danger ? "warning" : "" }, action.consequence),
      ...(action.action === "settle-done" ? answerFields() : []),
      field("reason", "Why? It goes to the audit log.", el("input", { id: "reason", maxlength: "500", autocomplete: "off" })),
      fault,
      el("div", { class: "buttons" }, cancel, confirm),
    );

    async function submit(event) {
      event.preventDefault();
      const reason = byId("reason").value.trim();
      if (!reason) {
        say(fault, "Say why.");
        byId("reason").focus();
        return;
      }
      confirm.disabled = true;
      try {
        await send({ ...asked(entry, action), reason });
        dialog.close();
        changed();
      } catch (failure) {
        say(fault, inWords(failure));
      } finally {
        confirm.disabled = false;
      }
    }

    dialog.replaceChildren(form);
    dialog.showModal();
    cancel.focus();
  });
}

function asked({ namespace, caller, key, version }, { action }) {
  const change = { namespace, caller, key, version, action };
  if (action !== "settle-done") {
    return change;
  }
  change.status = Number(byId("answer-status").value);
  for (const [name, id] of [["headers", "answer-headers"], ["body", "answer-body"], ["retention", "answer-retention"]]) {
    const text = byId(id).value;
    if (text.trim()) {
      change[name] = text;
    }
  }
  return change;
}

function answerFields() {
  return [
    field("answer-status", "Status", el("input", { id: "answer-status", inputmode: "numeric", value: "201", maxlength: "3" })),
    field("answer-headers", "Headers, one a line", el("textarea", { id: "answer-headers", rows: "3", spellcheck: "false" }, "Content-Type: application/json\n")),
    field("answer-body", "Body", el("textarea", { id: "answer-body", rows: "4", spellcheck: "false" })),
    field("answer-retention", "Kept for, such as 24h; empty for as long as the route says", el("input", { id: "answer-retention", autocomplete: "off" })),
  ];
}

function field(id, text, input) {
  return el("div", { class: "field" }, el("label", { for: id }, text), input);
}
