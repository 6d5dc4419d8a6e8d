import { Api } from "./api.js";
import { confirmChange } from "./change-dialog.js";
import { announce, byId, el, say } from "./dom.js";
import { entryView } from "./entry-view.js";
import { idOf, listView } from "./list-view.js";
import { addressOf, isEntry, placeNow } from "./place.js";
import { forget, keep, keptSession, sessionOf } from "./session.js";
import { inWords } from "./words.js";

const FIRST_PAGE = "50";

const endpoint = fetch("settings.json")
  .then((answer) => answer.json())
  .then((settings) => settings.endpoint);
let api = null;
/** Grows with everything that is shown, so that what comes late is not shown over it. */
let shown = 0;

byId("sign-in").addEventListener("submit", signIn);
byId("sign-out").addEventListener("click", () => leave(""));
byId("search").addEventListener("submit", search);
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});
addEventListener("hashchange", () => api && show());

const kept = keptSession();
if (kept) {
  enter(kept);
} else {
  leave("");
}

async function signIn(event) {
  event.preventDefault();
  const name = byId("sign-in-name").value;
  const secret = byId("sign-in-secret").value;
  byId("sign-in-secret").value = "";
  await enter(sessionOf(name, secret));
}

async function enter(session) {
  const asking = new Api(await endpoint, session.authorization);
  let first;
  try {
    first = await asking.list({ limit: "1" });
  } catch (failure) {
    leave(failure.kind === "unauthorised" ? "Name or secret is wrong." : inWords(failure));
    return;
  }
  keep(session);
  api = asking;
  byId("name").textContent = session.name;
  byId("role").textContent = first.mayChange ? "may change" : "reads only";
  byId("namespace").replaceChildren(
    el("option", { value: "" }, "any"),
    ...first.namespaces.map((namespace) => el("option", { value: namespace }, namespace)),
  );
  signedIn(true);
  await show();
}

function leave(fault) {
  api = null;
  shown++;
  forget();
  byId("view").replaceChildren();
  signedIn(false);
  say(byId("sign-in-fault"), fault);
  byId("sign-in-name").focus();
}

function signedIn(is) {
  byId("sign-in").hidden = is;
  byId("desk").hidden = !is;
  byId("who").hidden = !is;
}

function search(event) {
  event.preventDefault();
  const address = addressOf({
    namespace: byId("namespace").value,
    caller: byId("caller").value.trim(),
    key: byId("key").value.trim(),
    olderThan: byId("older-than").value,
    state: placeNow().state,
  });
  if (address === "#" + location.hash.slice(1)) {
    show();
  } else {
    location.hash = address;
  }
}

async function show() {
  const place = placeNow();
  const turn = ++shown;
  fillSearch(place);
  if (isEntry(place)) {
    await showEntry(idOf(place), turn, "");
  } else {
    const load = (cursor) => api.list({ ...place, limit: FIRST_PAGE, cursor });
    byId("view").replaceChildren(...listView(place, { load, onFailure: (failure) => turn === shown && fail(failure) }));
  }
}

function fillSearch(place) {
  if (place.namespace && ![...byId("namespace").options].some(({ value }) => value === place.namespace)) {
    byId("namespace").append(el("option", { value: place.namespace }, place.namespace));
  }
  byId("namespace").value = place.namespace;
  byId("caller").value = place.caller;
  byId("key").value = place.key;
  byId("older-than").value = place.olderThan;
}

async function showEntry(id, turn, notice, withBody = false) {
  try {
    const entry = await api.find(id, withBody);
    if (turn !== shown) {
      return;
    }
    const again = (text, body) => showEntry(id, ++shown, text, body);
    byId("view").replaceChildren(
      ...(notice ? [el("p", { class: "notice", id: "notice" }, notice)] : []),
      ...entryView(entry, {
        onBody: () => again("", true),
        onAgain: () => again(""),
        onAction: (action) => change(entry, action, again),
      }),
    );
    byId(withBody ? "body" : "entry-title").focus();
    announce(notice || entry.key + ": " + entry.state);
  } catch (failure) {
    if (turn === shown) {
      fail(failure, notice);
    }
  }
}

async function change(entry, action, again) {
  let notice = "";
  await confirmChange(entry, action, async (asked) => {
    try {
      const { before, after } = await api.change(asked);
      notice = "Changed: " + before.state + " → " + (after?.state ?? "forgotten") + ".";
    } catch (failure) {
      if (failure.kind !== "changed-meanwhile" && failure.kind !== "no-entry") {
        throw failure;
      }
      notice = "Nothing was changed: it is not what you saw any more. This is what it is now.";
    }
  });
  await again(notice);
}

function fail(failure, notice = "") {
  if (failure.kind === "unauthorised") {
    leave("You are not signed in any more.");
    return;
  }
  const nothing = failure.kind === "no-entry";
  const text = nothing
    ? "There is no such entry. The key was never sent, was freed, or is past its time; a request with it is executed as new."
    : inWords(failure);
  byId("view").replaceChildren(
    ...(notice ? [el("p", { class: "notice", id: "notice" }, notice)] : []),
    el("p", { class: nothing ? "card" : "card fault", id: "failure", tabindex: "-1" }, text),
    el("button", { type: "button", class: "secondary", id: "retry", click: show }, "Look again"),
  );
  byId("failure").focus();
  announce(text);
}
