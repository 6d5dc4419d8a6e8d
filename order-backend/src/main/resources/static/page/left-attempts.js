/** Which open attempts the person has turned away from: nothing more is sent for them, but what became of them is told. */
export class LeftAttempts {
  #place;

  /** @param {string} user */
  constructor(user) {
    this.#place = "order-page/left/" + user;
  }

  has(key) {
    return this.#read().includes(key);
  }

  add(key) {
    this.#write([...this.#read().filter((other) => other !== key), key]);
  }

  remove(key) {
    if (this.has(key)) {
      this.#write(this.#read().filter((other) => other !== key));
    }
  }

  /** Hears of what other tabs leave. */
  onChange(listener) {
    const heard = (event) => event.key === this.#place && listener();
    addEventListener("storage", heard);
    return () => removeEventListener("storage", heard);
  }

  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.#place) ?? "[]");
    } catch {
      return [];
    }
  }

  #write(keys) {
    if (keys.length > 0) {
      localStorage.setItem(this.#place, JSON.stringify(keys));
    } else {
      localStorage.removeItem(this.#place);
    }
  }
}
