/** The buttons of the interface. */
import { h, unseen } from "./dom.js";
import { icon } from "./icons.js";

/** A button with a picture alone; its text is for screen readers and the pointer. */
export function iconButton(name, label, click, attributes = {}) {
  const look = { type: "button", class: "tool", title: label, ...attributes, on: { click } };
  return h("button", look, icon(name), unseen(label));
}

/** A button with words, and a picture before them when `name` is given. */
export function wordButton(text, click, { name = null, ...attributes } = {}) {
  const look = { type: "button", class: "button", ...attributes, on: { click } };
  return h("button", look, name && icon(name), h("span", {}, text));
}
