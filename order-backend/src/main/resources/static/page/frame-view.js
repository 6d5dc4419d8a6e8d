import { byId, say } from "./dom.js";

/**
 * What is around everything: the language, who is signed in, and the words that never change.
 *
 * @param {import("./store.js").Store<object>} store
 * @param {{onLanguage: () => void, onSignOut: () => void}} actions
 */
export function showFrame(store, { onLanguage, onSignOut }) {
  byId("language").addEventListener("click", onLanguage);
  byId("sign-out").addEventListener("click", onSignOut);

  store.show(["texts", "language"], ({ texts, language }) => {
    document.documentElement.lang = language;
    document.title = texts.title;
    for (const element of document.querySelectorAll("[data-text]")) {
      element.textContent = texts[element.dataset.text];
    }
    byId("language").textContent = texts.otherLanguage;
    byId("language").lang = texts.otherLanguageTag;
  });

  store.show(["user"], ({ user }) => {
    say(byId("who"), user);
    byId("who").parentElement.hidden = !user;
    byId("sign-out").hidden = !user;
    byId("signed-in").hidden = !user;
  });

  store.show(["announcement"], ({ announcement }) => {
    byId("announcement").textContent = announcement;
  });
}
