/** Where the person writes: a question, or the identity number that is asked for. */
import { iconButton } from "./buttons.js";
import { dictationButton } from "./dictation.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { identifierField } from "./identifier_field.js";
import { directionOf, word } from "./words.js";

const LONGEST = 2000;

export class Composer {
  element;
  #language;
  #act;
  #asked = null;
  #read = () => "";
  #question;

  /** `act`: `say(content, asked)`, `types()`, `notice(text)`, `sharePlace` where the browser has it. */
  constructor(language, act, draft = "") {
    this.#language = language;
    this.#act = act;
    this.element = h("form", {
      class: "composer",
      autocomplete: "off",
      on: { submit: (event) => this.#submit(event) },
    });
    this.#question = this.#questionField();
    this.#question.value = draft;
    this.#write();
  }

  get draft() {
    return this.#question.value;
  }

  get field() {
    return this.element.querySelector(".field");
  }

  /** Which identifier the assistant waits for; null for none. */
  set asked(kind) {
    if (kind === this.#asked) return;
    const hadFocus = this.element.contains(this.element.getRootNode().activeElement);
    this.#asked = kind;
    if (kind in word(this.#language, "asks")) this.#identify(kind);
    else this.#write();
    if (hadFocus) this.field.focus();
  }

  /** The field for any text. */
  #write() {
    const label = h("label", { class: "unseen", for: "question" }, word(this.#language, "question"));
    const place =
      this.#act.sharePlace &&
      iconButton("pin", word(this.#language, "share_place_hint"), this.#act.sharePlace);
    // While a number is due, what is said would leave for the browser's maker.
    const dictation = !this.#asked && dictationButton(this.#question, this.#language, this.#act.notice);
    this.#read = () => this.#question.value.trim();
    const box = h("div", { class: "box" }, this.#question, dictation);
    this.element.replaceChildren(label, h("div", { class: "bar" }, place, box, this.#sendButton()));
  }

  /** The field for an identity number. */
  #identify(kind) {
    const { input, above, below, eye, read } = identifierField(kind, this.#language, () => {
      this.#write();
      this.#question.focus();
    });
    this.#read = read;
    const bar = h("div", { class: "bar" }, h("div", { class: "box" }, input, eye), this.#sendButton());
    this.element.replaceChildren(above, bar, below);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#read();
    if (!text) return;
    this.field.value = "";
    this.#grow();
    this.#act.say({ text }, Boolean(this.#asked));
  }

  #questionField() {
    const input = () => {
      this.#grow();
      this.#act.types();
    };
    const on = { input, keydown: (event) => this.#onKey(event) };
    const look = {
      id: "question",
      class: "field",
      rows: "1",
      dir: directionOf(this.#language),
      maxlength: LONGEST,
      enterkeyhint: "send",
    };
    return h("textarea", { ...look, placeholder: word(this.#language, "question"), on });
  }

  #onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  /** As high as what is written; in its direction, and in that of the label while empty. */
  #grow() {
    const { style, value } = this.#question;
    this.#question.dir = value ? "auto" : directionOf(this.#language);
    style.height = "auto";
    style.height = `${this.#question.scrollHeight}px`;
  }

  #sendButton() {
    const label = word(this.#language, "send");
    return h("button", { type: "submit", class: "send", "aria-label": label, title: label }, icon("send"));
  }
}
