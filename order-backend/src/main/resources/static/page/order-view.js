import { sameContent } from "./amount.js";
import { byId, el, refill, say } from "./dom.js";

/**
 * The form for an order.
 *
 * @param {import("./store.js").Store<object>} store
 * @param {{onOrder: (content: object) => void, onLoadProducts: () => void}} actions
 */
export function showOrder(store, { onOrder, onLoadProducts }) {
  const form = byId("order");
  const amount = byId("amount");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onOrder(entered());
  });

  store.show(["texts", "products"], ({ texts, products }) => {
    const before = chosen(form)?.value;
    refill(byId("products"), products.items.map((product) => tile(texts, product, product.prodCode === before)));
    const state = byId("products-state");
    state.hidden = products.items.length > 0;
    refill(
      state,
      products.fault
        ? [
            el("p", { class: "fault" }, texts.unreachable),
            el("button", { type: "button", class: "secondary", click: onLoadProducts }, texts.loadAgain),
          ]
        : [el("p", { class: "muted" }, texts.loading)],
    );
  });

  store.show(["texts", "faults"], ({ texts, faults }) => {
    fault("product-fault", texts, "prodCode", faults.prodCode);
    fault("amount-fault", texts, "amount", faults.amount);
    byId("product-field").toggleAttribute("data-faulty", Boolean(faults.prodCode));
    amount.setAttribute("aria-invalid", String(Boolean(faults.amount)));
  });

  store.show(["texts", "sending"], ({ texts, sending }) => {
    byId("place").disabled = Boolean(sending);
    byId("progress").hidden = !sending;
    say(byId("progress-text"), sending && waitingText(texts, sending.event));
  });
}

/** Empties the form if that is what is in it, so that pressing once more orders nothing. */
export function clearOrder(ordered) {
  if (sameContent(ordered, entered())) {
    byId("order").reset();
  }
}

/** Puts an order into the form, so that what is at fault can be corrected. */
export function fillOrder({ prodCode, amount }) {
  const form = byId("order");
  for (const radio of form.querySelectorAll("[name=prodCode]")) {
    radio.checked = radio.value === prodCode;
  }
  byId("amount").value = amount;
}

/** Where somebody has to go on after faults were found. */
export function focusFault(faults) {
  const field = faults.prodCode ? byId("order").querySelector("[name=prodCode]") : byId("amount");
  field?.focus();
}

function entered() {
  return { prodCode: chosen(byId("order"))?.value ?? "", amount: byId("amount").value.trim() };
}

function chosen(form) {
  return form.querySelector("[name=prodCode]:checked");
}

function tile(texts, product, checked) {
  const radio = { type: "radio", name: "prodCode", value: product.prodCode, id: "product-" + product.prodCode, checked };
  return el(
    "label",
    { class: "tile" },
    el("input", radio),
    el("span", {}, texts.productName(product), el("small", {}, product.prodCode)),
  );
}

function fault(id, texts, field, message) {
  say(byId(id), message && (message.missing ? texts[message.missing] : texts.fieldFault(field, message)));
}

function waitingText(texts, event) {
  if (event?.reason === "another-tab") {
    return texts.waitingElsewhere;
  }
  return event ? texts.stillTrying : texts.placing;
}
