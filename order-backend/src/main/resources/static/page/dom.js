/**
 * Makes an element.
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

/**
 * Shows a text in an element of its own, or hides the element where there is none.
 *
 * @param {HTMLElement} element
 * @param {string | null | undefined} text
 */
export function say(element, text) {
  element.textContent = text ?? "";
  element.hidden = !text;
}

/**
 * Replaces what is inside. A focus that was inside stays on the element of the same id, or goes to what is around.
 *
 * @param {HTMLElement} container
 * @param {Node[]} children
 */
export function refill(container, children) {
  const focused = container.contains(document.activeElement) ? document.activeElement : null;
  container.replaceChildren(...children);
  if (focused) {
    const target = (focused.id && byId(focused.id)) || container.closest("[tabindex]");
    target.focus();
  }
}
