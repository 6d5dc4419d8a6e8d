import { byId, say } from "./dom.js";

/**
 * The form for name and password.
 *
 * @param {import("./store.js").Store<object>} store
 * @param {(name: string, password: string) => void} onSignIn
 */
export function showSignIn(store, onSignIn) {
  const form = byId("sign-in");
  const [name, password] = [byId("name"), byId("password")];
  const button = form.querySelector("button");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onSignIn(name.value.trim(), password.value);
  });

  store.show(["texts", "user", "signIn"], ({ texts, user, signIn }) => {
    byId("signed-out").hidden = Boolean(user);
    say(byId("sign-in-fault"), texts.signInFaults[signIn.fault]);
    button.textContent = signIn.busy ? texts.signingIn : texts.signIn;
    button.disabled = signIn.busy;
    for (const input of [name, password]) {
      const faulty = signIn.fault === "wrong" || (signIn.fault === "missing" && !input.value);
      input.setAttribute("aria-invalid", String(faulty));
      input.setAttribute("aria-describedby", "sign-in-fault");
    }
    if (user) {
      password.value = "";
    }
  });
}
