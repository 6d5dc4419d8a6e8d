import { isOpen } from "./cards.js";
import { byId, el, refill } from "./dom.js";
import { orderLine } from "./order-line.js";

const LOOKS = { placed: "good", repeated: "good", resumed: "good", found: "good", leftPlaced: "good", elsewherePlaced: "good" };
const BAD = ["notPlaced", "notStored"];
const RETRIED = ["unknown", "unrecorded", "unchecked", "elsewhere"];
const LOOKED_UP = ["stuck", "unchecked"];

/**
 * What became of attempts to order, each with what can be done about it.
 *
 * @param {import("./store.js").Store<object>} store
 * @param {{onAgain: (key: string) => void, onLook: (key: string) => void, onLeave: (key: string) => void,
 *     onClose: (key: string) => void}} actions
 */
export function showNotices(store, actions) {
  store.show(["texts", "cards", "products", "sending"], ({ texts, cards, products, sending }) => {
    byId("notices").hidden = cards.length === 0;
    refill(byId("cards"), cards.map((card) => notice(card, texts, products.items, Boolean(sending), actions)));
  });
}

/** @param {string} key of the attempt whose notice is to be read now */
export function focusNotice(key) {
  byId("notice-" + key)?.focus();
}

function notice(card, texts, products, busy, actions) {
  const [title, explanation] = texts.cards[card.kind];
  const titleId = "title-" + card.id;
  const look = isOpen(card) ? "open" : BAD.includes(card.kind) ? "bad" : (LOOKS[card.kind] ?? "");
  return el(
    "section",
    { class: "card notice " + look, id: "notice-" + card.id, "data-kind": card.kind, tabindex: "-1", "aria-labelledby": titleId },
    el("h3", { id: titleId }, title),
    ...(card.reason ? [el("p", {}, texts.reasons[card.reason] ?? texts.otherReason(card.reason))] : []),
    ...(explanation ? [el("p", {}, explanation)] : []),
    ...details(card, texts, products),
    ...buttons(card, texts, busy, actions),
  );
}

function details(card, texts, products) {
  if (card.order) {
    return [orderLine(card.order, texts, products)];
  }
  if (!card.content) {
    return [];
  }
  const line = orderLine(card.content, texts, products);
  if (card.madeAt) {
    line.append(el("span", { class: "muted" }, texts.madeAt(card.madeAt)));
  }
  return [line];
}

function buttons(card, texts, busy, { onAgain, onLook, onLeave, onClose }) {
  const button = (name, look, text, act, disabled = false) =>
    el("button", { type: "button", id: name + "-" + card.id, class: look, disabled, click: () => act(card.id) }, text);
  const all = [];
  if (RETRIED.includes(card.kind)) {
    all.push(button("again", "primary", texts.again, onAgain, busy));
  }
  if (LOOKED_UP.includes(card.kind)) {
    all.push(button("look", "secondary", texts.lookAgain, onLook));
  }
  if (isOpen(card) && card.kind !== "checking") {
    all.push(button("leave", "secondary", texts.leave, onLeave, busy));
  }
  if (!isOpen(card)) {
    all.push(button("close", "secondary", texts.close, onClose));
  }
  return all.length > 0 ? [el("div", { class: "buttons" }, ...all)] : [];
}
