import { Store } from "./store.js";
import { chinese } from "./texts-zh.js";
import { english } from "./texts-en.js";

const TEXTS = { en: english, "zh-Hans": chinese };

/** What a page shows of a customer, before anything is known. */
export const NOTHING_KNOWN = {
  products: { items: [], fault: false },
  orders: { items: [], next: undefined, loaded: false, fault: false },
  cards: [],
  faults: {},
  sending: null,
  question: null,
};

/** @param {import("./language.js").Language} language */
export function inLanguage(language) {
  return { language, texts: TEXTS[language] };
}

/** @param {import("./language.js").Language} language */
export function newStore(language) {
  return new Store({
    ...inLanguage(language),
    announcement: "",
    user: null,
    signIn: { busy: false, fault: null },
    ...NOTHING_KNOWN,
  });
}
