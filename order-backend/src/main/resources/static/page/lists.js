/** Loads what the page lists: the products, and the customer's own orders. */
export class Lists {
  #api;
  #store;
  #onFailure;
  #loading = 0;
  #ended = false;

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./store.js").Store<object>} store
   * @param {(failure: Error) => void} onFailure
   */
  constructor(api, store, onFailure) {
    this.#api = api;
    this.#store = store;
    this.#onFailure = onFailure;
  }

  /** What is still being loaded is nobody's any more. */
  end() {
    this.#ended = true;
  }

  async loadProducts() {
    this.#show({ products: { items: [], fault: false } });
    try {
      this.#show({ products: { items: await this.#api.products(), fault: false } });
    } catch (failure) {
      this.#show({ products: { items: [], fault: true } });
      this.#onFailure(failure);
    }
  }

  /** Shows the newest orders, and leaves those that are shown until they are there. */
  loadOrders() {
    return this.#load(undefined, []);
  }

  loadMoreOrders() {
    const { items, next } = this.#store.state.orders;
    return this.#load(next, items);
  }

  async #load(after, before) {
    const turn = ++this.#loading;
    try {
      const page = await this.#api.orders(after);
      if (turn === this.#loading) {
        const items = [...before, ...page.orders];
        this.#show({ orders: { items, next: page.next, loaded: true, fault: false } });
      }
    } catch (failure) {
      if (turn === this.#loading) {
        this.#show({ orders: { ...this.#store.state.orders, fault: true } });
      }
      this.#onFailure(failure);
    }
  }

  #show(changes) {
    if (!this.#ended) {
      this.#store.update(changes);
    }
  }
}
