/** Tells screen readers what was said; the conversation itself stays quiet when it is restored. */
import { harmless, inLanguage } from "./bidi.js";
import { h } from "./dom.js";
import { word } from "./words.js";

const KEPT_MILLISECONDS = 8000;

export class Announcer {
  element = h("div", { class: "unseen", "aria-live": "polite" });
  #language;

  constructor(language) {
    this.#language = language;
  }

  /** A new message that is not the person's own, with the replies that it offers. */
  say(message) {
    const { from, text, language } = message;
    const titles = (message.buttons || []).map(({ title }) => title).join(", ");
    const offered = titles && ` ${word(language, "options")} : ${titles}`;
    const said = h("p", inLanguage(language), `${word(this.#language, from)} : ${harmless(text + offered)}`);
    this.element.append(said);
    setTimeout(() => said.remove(), KEPT_MILLISECONDS);
  }
}
