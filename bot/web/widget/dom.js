/** Building elements without markup: what a message says can never become more than text. */

/**
 * Creates an element. An attribute that is `true` stays empty; one that is null, undefined or
 * false is left out; `on` holds listeners by event.
 */
export function h(name, { on = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (isGiven(value)) element.setAttribute(key, value === true ? "" : value);
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children.flat().filter(isGiven));
  return element;
}

/** Text for screen readers alone. */
export function unseen(text) {
  return h("span", { class: "unseen" }, text);
}

function isGiven(value) {
  return value !== null && value !== undefined && value !== false;
}
