import { byId, el, refill } from "./dom.js";
import { nameOf } from "./order-line.js";

/**
 * The list of the customer's orders.
 *
 * @param {import("./store.js").Store<object>} store
 * @param {{onLoad: () => void, onMore: () => void}} actions
 */
export function showOrders(store, { onLoad, onMore }) {
  byId("more").addEventListener("click", onMore);

  store.show(["texts", "orders", "products"], ({ texts, orders, products }) => {
    refill(byId("orders"), orders.items.map((order) => row(order, texts, products.items)));
    byId("orders").hidden = orders.items.length === 0;
    const wasOnMore = document.activeElement === byId("more");
    byId("more").hidden = !orders.next || Boolean(orders.fault);
    if (wasOnMore && byId("more").hidden) {
      byId("orders-title").focus();
    }
    const state = stateOf(orders, texts, onLoad);
    byId("orders-state").hidden = state.length === 0;
    refill(byId("orders-state"), state);
  });
}

function row(order, texts, products) {
  return el(
    "li",
    { "data-order": order.orderId },
    el("span", { class: "name" }, nameOf(order.prodCode, texts, products)),
    el("span", { class: "amount" }, order.amount),
    el("span", { class: "muted" }, texts.moment(new Date(order.createdAt))),
  );
}

function stateOf(orders, texts, onLoad) {
  if (orders.fault) {
    return [
      el("p", { class: "fault" }, texts.unreachable),
      el("button", { type: "button", id: "load-orders", class: "secondary", click: onLoad }, texts.loadAgain),
    ];
  }
  if (orders.items.length > 0) {
    return [];
  }
  return [el("p", { class: "muted" }, orders.loaded ? texts.noOrders : texts.loading)];
}
