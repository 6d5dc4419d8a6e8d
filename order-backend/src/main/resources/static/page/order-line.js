import { el } from "./dom.js";

/**
 * An order, or what is to become one, in a line.
 *
 * @param {{prodCode: string, amount: string, orderId?: string, createdAt?: string}} order
 * @param {object} texts
 * @param {object[]} products
 */
export function orderLine(order, texts, products) {
  const line = el(
    "p",
    { class: "summary" },
    el("span", { class: "name" }, nameOf(order.prodCode, texts, products)),
    el("span", { class: "amount" }, order.amount),
  );
  if (order.createdAt) {
    line.append(el("span", { class: "muted" }, texts.moment(new Date(order.createdAt))));
  }
  if (order.orderId) {
    line.append(el("span", { class: "id" }, order.orderId));
  }
  return line;
}

/** The product's name in the page's language, or its code where the products are not known. */
export function nameOf(prodCode, texts, products) {
  const product = products.find((one) => one.prodCode === prodCode);
  return product ? texts.productName(product) : prodCode;
}
