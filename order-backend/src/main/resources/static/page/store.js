/**
 * What the page shows, as one value, and who shows which part of it.
 *
 * @template {object} S
 */
export class Store {
  #state;
  #views = [];

  /** @param {S} state */
  constructor(state) {
    this.#state = state;
  }

  /** @returns {S} */
  get state() {
    return this.#state;
  }

  /** @param {Partial<S>} changes */
  update(changes) {
    const before = this.#state;
    this.#state = { ...before, ...changes };
    for (const view of this.#views) {
      if (view.parts.some((part) => before[part] !== this.#state[part])) {
        view.show(this.#state);
      }
    }
  }

  /**
   * Shows it now, and again whenever one of the named parts changes.
   *
   * @param {(keyof S)[]} parts
   * @param {(state: S) => void} show
   */
  show(parts, show) {
    this.#views.push({ parts, show });
    show(this.#state);
  }
}
