import { Attempts } from "../idempotent-fetch.js";
import { Api, plainFetch } from "./api.js";
import { Cards } from "./cards.js";
import { LeftAttempts } from "./left-attempts.js";
import { Lists } from "./lists.js";
import { focusNotice } from "./notices-view.js";
import { OpenAttempts } from "./open-attempts.js";
import { clearOrder, fillOrder, focusFault } from "./order-view.js";
import { Ordering } from "./ordering.js";
import { byId } from "./dom.js";

/** A signed-in customer at the page, from signing in to signing out. */
export class Customer {
  #store;
  #cards;
  #lists;
  #ordering;
  #openAttempts;
  #onRefused;
  #ended = false;
  #stopListening = [];

  /**
   * @param {import("./session.js").Session} session
   * @param {Awaited<ReturnType<typeof import("./settings.js").loadSettings>>} settings
   * @param {import("./store.js").Store<object>} store
   * @param {() => void} onRefused the name and password are not accepted any more
   */
  constructor(session, settings, store, onRefused) {
    const attempts = new Attempts({
      scope: "orders/" + session.name,
      fetch: plainFetch,
      sendTimeout: settings.sendTimeout,
      patience: settings.patience,
    });
    const left = new LeftAttempts(session.name);
    const api = new Api(session.authorization, settings.readTimeout);
    this.#store = store;
    this.#cards = new Cards(store);
    this.#lists = new Lists(api, store, (failure) => this.#failed(failure));
    this.#ordering = new Ordering(attempts, left, session.authorization, {
      sending: (content, event) => this.#sending(content, event),
      report: (card) => this.#report(card),
      placed: (order) => this.#placed(order),
      faulty: (content, errors, key) => this.#faulty(content, errors, key),
      settled: (card, reason) => this.#settled(card, reason),
      question: (content, existing, minutes, key) => this.#question(content, existing, minutes, key),
    });
    this.#openAttempts = new OpenAttempts(attempts, left, api, {
      report: (card) => this.#unlessEnded(() => this.#show(card)),
      forget: (key) => this.#unlessEnded(() => this.#cards.drop(key)),
      placed: () => this.#unlessEnded(() => this.#lists.loadOrders()),
      failed: (failure) => this.#failed(failure),
    });
    const changed = () => this.#openAttempts.changedElsewhere(this.#cards.open.map((card) => card.id), this.#ordering.out);
    this.#stopListening = [attempts.onChange(changed), left.onChange(changed)];
    this.#onRefused = onRefused;
  }

  /** Shows what there is, and finds out what became of attempts that are open. */
  start() {
    return Promise.all([this.#lists.loadProducts(), this.#lists.loadOrders(), this.#openAttempts.comeBack()]);
  }

  end() {
    this.#ended = true;
    this.#ordering.end();
    this.#lists.end();
    this.#stopListening.forEach((stop) => stop?.());
  }

  order(content) {
    if (this.#ordering.busy) {
      return;
    }
    const faults = {
      ...(content.prodCode ? {} : { prodCode: { missing: "missingProduct" } }),
      ...(content.amount ? {} : { amount: { missing: "missingAmount" } }),
    };
    this.#store.update({ faults });
    if (Object.keys(faults).length > 0) {
      focusFault(faults);
      return;
    }
    this.#cards.dropSettled();
    this.#ordering.place(content);
  }

  orderAgain(content) {
    this.#ordering.placeAgain(content);
  }

  /** The person does not want what was in question. */
  dontOrder() {
    this.#announce(this.#store.state.texts.notAgain);
    byId("place").focus();
  }

  async retry(key) {
    const attempt = await this.#openAttempts.find(key);
    await (attempt ? this.#ordering.retry(attempt) : this.#openAttempts.lookAgain(key));
  }

  lookAgain(key) {
    return this.#openAttempts.lookAgain(key);
  }

  async leave(key) {
    await this.#openAttempts.leave(key);
    focusNotice(key);
  }

  close(key) {
    this.#cards.drop(key);
    byId("main").focus();
  }

  loadProducts() {
    return this.#lists.loadProducts();
  }

  loadOrders() {
    return this.#lists.loadOrders();
  }

  loadMoreOrders() {
    return this.#lists.loadMoreOrders();
  }

  #sending(content, event) {
    const began = content && !this.#store.state.sending;
    this.#store.update({ sending: content && { content, event } });
    if (began) {
      // the button that had the focus is disabled now
      byId("progress").focus();
    }
    if (content) {
      this.#announce(byId("progress-text").textContent);
    }
  }

  #placed(order) {
    clearOrder(order);
    return this.#lists.loadOrders();
  }

  #faulty(content, errors, key) {
    this.#cards.drop(key);
    fillOrder(content);
    const faults = Object.fromEntries(errors.map(({ field, message }) => [field, message]));
    this.#store.update({ faults });
    this.#announce(byId("product-fault").textContent + " " + byId("amount-fault").textContent);
    focusFault(faults);
  }

  #question(content, existing, minutes, key) {
    this.#cards.drop(key);
    this.#store.update({ question: { content, existing, minutes } });
  }

  #settled(card, reason) {
    this.#report({ ...card, kind: reason });
    this.#openAttempts.reportIfPlaced(card.id, reason === "forgotten" ? "elsewherePlaced" : "found");
  }

  /** What somebody waits for is read to them. */
  #report(card) {
    this.#show(card);
    focusNotice(card.id);
  }

  #show(card) {
    this.#cards.put(card);
    this.#announce(this.#store.state.texts.cards[card.kind][0]);
  }

  #announce(announcement) {
    this.#store.update({ announcement });
  }

  #failed(failure) {
    if (failure.kind === "unauthorised") {
      this.#unlessEnded(this.#onRefused);
    }
  }

  #unlessEnded(act) {
    if (!this.#ended) {
      act();
    }
  }
}
