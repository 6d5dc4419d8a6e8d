/**
 * Makes an element. Texts become text nodes, whatever they hold.
 *
 * @param {string} tag
 * @param {Record<string, string | boolean | ((event: Event) => void)>} [attributes] functions become listeners of the
 *     event that they are named for; true is an attribute without a value, false is none
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children);
  return element;
}

/**
 * @param {string} id
 * @returns {any} the element of the page with that id
 */
export function byId(id) {
  return document.getElementById(id);
}

/** Says something to people who cannot see it. @param {string} text */
export function announce(text) {
  byId("announcement").textContent = text;
}

/** Shows a text in an element of its own, or hides the element where there is none. */
export function say(element, text) {
  element.textContent = text ?? "";
  element.hidden = !text;
}
