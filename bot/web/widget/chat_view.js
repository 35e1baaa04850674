/** The chat on the screen, in one language and theme: it is built anew when either changes. */
import { Announcer } from "./announcer.js";
import { Composer } from "./composer.js";
import { inLanguage } from "./bidi.js";
import { h } from "./dom.js";
import { forgetDialog } from "./forget_dialog.js";
import { header } from "./header.js";
import { Transcript } from "./transcript.js";
import { welcome } from "./welcome.js";
import { word } from "./words.js";

const TYPING_SECONDS = 30;
const NOTICE_SECONDS = 8;

export class ChatView {
  element;
  #record;
  #language;
  #reached;
  #transcript;
  #composer;
  #welcome;
  #notice = h("p", { class: "notice", role: "status", hidden: true });
  #announcer;
  #dialog;
  #stamp = h("p", { class: "stamp" });
  #typingTimer = 0;
  #noticeTimer = 0;

  /** `act`: what buttons do; `draft`: what was being written; `reached`: whether the server is heard. */
  constructor({ record, language, dark, act, draft, reached }) {
    this.#record = record;
    this.#language = language;
    this.#reached = reached;
    this.#welcome = welcome(language, act);
    this.#announcer = new Announcer(language);
    this.#transcript = new Transcript(language, act, this.#welcome);
    this.#composer = new Composer(language, act, draft);
    this.#dialog = forgetDialog(language, act.forget);
    const parts = [
      this.#notice,
      this.#transcript,
      this.#stamp,
      this.#composer,
      this.#announcer,
      this.#dialog,
    ];
    const inside = parts.map((part) => part.element || part);
    const look = { class: `chat ${dark ? "dark" : "light"}`, ...inLanguage(language) };
    this.element = h("div", look, header(language, dark, act), ...inside);
    this.restore(record.messages);
    for (const entry of record.waiting.values()) this.wait(entry);
  }

  get draft() {
    return this.#composer.draft;
  }

  /** Put the focus where the person goes on: the field, or the text where a keyboard would cover it. */
  focus() {
    const here = matchMedia("(pointer: fine)").matches ? this.#composer.field : this.#transcript.element;
    here.focus();
  }

  askToForget() {
    this.#dialog.showModal();
  }

  /** Put today's date on the sheet that is about to be printed. */
  stamp() {
    const today = new Date().toLocaleDateString("fr-FR");
    this.#stamp.replaceChildren(word(this.#language, "printed_on", { n: today }));
  }

  restore(messages) {
    for (const message of messages) this.#transcript.add(message, true);
    this.settle();
  }

  add(message) {
    this.#transcript.add(message);
    if (message.from !== "student") {
      this.typing(false);
      this.#announcer.say(message);
    }
    this.settle();
  }

  wait(entry) {
    this.#transcript.addWaiting(entry);
    this.settle();
  }

  /** Say that the message will not go, and why. */
  fail(entry, reason, words) {
    const offline = entry.body.location ? "place_offline" : "secret_offline";
    const why = word(this.#language, reason === "offline" ? offline : "failed_text");
    this.#transcript.mark(entry.id, word(this.#language, "failed"), true);
    this.note(words?.[this.#language] || why);
    this.settle();
  }

  note(text) {
    this.#transcript.note(text);
  }

  clear() {
    this.#transcript.clear();
    this.settle();
  }

  /** Somebody writes: the assistant, or an `agent`. */
  typing(on, from) {
    clearTimeout(this.#typingTimer);
    this.#transcript.typing(on, from);
    if (on) this.#typingTimer = setTimeout(() => this.typing(false), TYPING_SECONDS * 1000);
  }

  set reached(yes) {
    if (yes === this.#reached) return;
    this.#reached = yes;
    this.settle();
  }

  /** A notice for some seconds. */
  notice(text) {
    this.#show(text);
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => this.settle(), NOTICE_SECONDS * 1000);
  }

  /** Bring what depends on the whole up to date: welcome, field, and the word about the connection. */
  settle() {
    this.#welcome.hidden = !this.#transcript.isEmpty;
    this.#composer.asked = this.#record.asked;
    const held = this.#reached ? "" : word(this.#language, "waiting");
    for (const id of this.#record.waiting.keys()) this.#transcript.mark(id, held);
    this.#show(this.#reached ? "" : word(this.#language, "offline"));
  }

  #show(notice) {
    this.#notice.hidden = !notice;
    this.#notice.textContent = notice;
  }
}
