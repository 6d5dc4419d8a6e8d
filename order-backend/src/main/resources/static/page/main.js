import { Api } from "./api.js";
import { byId } from "./dom.js";
import { Customer } from "./customer.js";
import { showFrame } from "./frame-view.js";
import { preferredLanguage, rememberLanguage } from "./language.js";
import { showNotices } from "./notices-view.js";
import { showOrder } from "./order-view.js";
import { showOrders } from "./orders-view.js";
import { showQuestion } from "./question-view.js";
import { forget, keep, keptSession, sessionOf } from "./session.js";
import { loadSettings } from "./settings.js";
import { showSignIn } from "./sign-in-view.js";
import { inLanguage, newStore, NOTHING_KNOWN } from "./state.js";

const store = newStore(preferredLanguage());
const settings = loadSettings();
let customer = null;

showFrame(store, { onLanguage: changeLanguage, onSignOut: () => leave(null) });
showSignIn(store, signIn);
showOrder(store, {
  onOrder: (content) => customer.order(content),
  onLoadProducts: () => customer.loadProducts(),
});
showNotices(store, {
  onAgain: (key) => customer.retry(key),
  onLook: (key) => customer.lookAgain(key),
  onLeave: (key) => customer.leave(key),
  onClose: (key) => customer.close(key),
});
showOrders(store, { onLoad: () => customer.loadOrders(), onMore: () => customer.loadMoreOrders() });
showQuestion(store, { onYes: (content) => customer.orderAgain(content), onNo: () => customer.dontOrder() });

const kept = keptSession();
if (kept) {
  enter(kept);
}

async function signIn(name, password) {
  if (!name || !password) {
    refuse("missing");
    return;
  }
  store.update({ signIn: { busy: true, fault: null } });
  const session = sessionOf(name, password);
  try {
    await new Api(session.authorization, (await settings).readTimeout).orders();
  } catch (failure) {
    refuse(failure.kind === "unauthorised" ? "wrong" : failure.kind);
    return;
  }
  keep(session);
  await enter(session);
}

function refuse(fault) {
  store.update({ signIn: { busy: false, fault }, announcement: store.state.texts.signInFaults[fault] });
  byId(byId("name").value ? "password" : "name").focus();
}

async function enter(session) {
  customer = new Customer(session, await settings, store, () => leave("expired"));
  store.update({ user: session.name, signIn: { busy: false, fault: null } });
  byId("main").focus();
  await customer.start();
}

function leave(fault) {
  customer?.end();
  customer = null;
  forget();
  store.update({ ...NOTHING_KNOWN, user: null, signIn: { busy: false, fault } });
  byId("name").focus();
}

function changeLanguage() {
  const language = store.state.language === "en" ? "zh-Hans" : "en";
  rememberLanguage(language);
  store.update(inLanguage(language));
}
