/**
 * What became, or is to become, of an attempt to order, as the page shows it.
 *
 * @typedef {object} Card
 * @property {string} id the attempt's key
 * @property {string} kind which of the texts it has
 * @property {{prodCode: string, amount: string}} [content] what was to be ordered
 * @property {number} [madeAt] when the attempt began
 * @property {object} [order] what it became
 * @property {string} [reason] a code
 */

/** The kinds of which more is to come. */
const OPEN = ["unknown", "stuck", "checking", "unrecorded", "unchecked", "elsewhere"];

/** @param {Card} card */
export const isOpen = (card) => OPEN.includes(card.kind);

/** The notices on the page, newest first, one for each attempt. */
export class Cards {
  #store;

  /** @param {import("./store.js").Store<{cards: Card[]}>} store */
  constructor(store) {
    this.#store = store;
  }

  /** @returns {Card[]} */
  get open() {
    return this.#store.state.cards.filter(isOpen);
  }

  /** Shows it, in the place of what was said of the same attempt before. @param {Card} card */
  put(card) {
    const cards = this.#store.state.cards;
    const at = cards.findIndex((other) => other.id === card.id);
    this.#store.update({ cards: at < 0 ? [card, ...cards] : cards.with(at, card) });
  }

  /** @param {string} id */
  drop(id) {
    this.#keep((card) => card.id !== id);
  }

  /** Takes away what has been said and needs nothing more. */
  dropSettled() {
    this.#keep(isOpen);
  }

  #keep(wanted) {
    const cards = this.#store.state.cards;
    if (!cards.every(wanted)) {
      this.#store.update({ cards: cards.filter(wanted) });
    }
  }
}
