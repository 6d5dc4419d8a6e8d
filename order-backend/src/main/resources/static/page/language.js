const PLACE = "order-page/language";

/** @typedef {"en" | "zh-Hans"} Language */

/** The remembered one, or the first of the browser's that the page speaks. @returns {Language} */
export function preferredLanguage() {
  const remembered = read();
  const wanted = remembered ? [remembered] : navigator.languages;
  for (const tag of wanted) {
    if (/^zh\b/i.test(tag)) {
      return "zh-Hans";
    }
    if (/^en\b/i.test(tag)) {
      return "en";
    }
  }
  return "en";
}

/** @param {Language} language */
export function rememberLanguage(language) {
  try {
    localStorage.setItem(PLACE, language);
  } catch {
    // then it is asked for again
  }
}

function read() {
  try {
    return localStorage.getItem(PLACE);
  } catch {
    return null;
  }
}
