/** Beside the talk: ready answers, and the assistant itself. */
import { h } from "../../web/widget/dom.js";
import { showToRead } from "./choosing.js";
import { deskLanguage, say } from "./desk_words.js";

const SHOWN = 8;

/** Ready answers; `use(text)` takes one over. */
export function cannedView(answers, use) {
  const list = h("ul", { class: "canned" });
  const search = h("input", { class: "field", type: "search", "aria-label": say("search"), placeholder: say("search") });
  const show = () => {
    const wanted = plain(search.value);
    const found = answers.filter((one) => plain(`${one.title} ${one.text}`).includes(wanted)).slice(0, SHOWN);
    list.replaceChildren(...found.map((one) => cannedItem(one, use)));
  };
  search.addEventListener("input", show);
  show();
  return { element: h("details", { class: "panel" }, h("summary", {}, say("canned")), search, list), search };
}

function cannedItem({ title, text, language }, use) {
  const button = h("button", { class: "button", on: { click: () => use(text) } }, say("insert"));
  const shown = h("p", { class: "wish", dir: "auto" }, text);
  return h("li", { lang: language }, h("p", { class: "card-head" }, h("strong", {}, title), button), shown);
}

function plain(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
}

/** The assistant, asked by the agent; `desk` holds `api`, `tell(problem)`, `talk()`. */
export class AssistView {
  element;
  field = h("input", { class: "field", "aria-label": say("assist_hint"), placeholder: say("assist_hint"), dir: "auto" });
  #desk;
  #case = crypto.randomUUID();
  #answers = h("ol", { class: "answers", "aria-live": "polite" });
  #newest = null;

  constructor(desk) {
    this.#desk = desk;
    const submit = (event) => {
      event.preventDefault();
      this.#ask();
    };
    const fresh = h("button", { type: "button", class: "button quiet", on: { click: () => this.#begin() } }, say("new_case"));
    const ask = h("button", { class: "button strong" }, say("ask"));
    const form = h("form", { on: { submit } }, this.field, h("p", { class: "row" }, fresh, ask));
    this.element = h("section", { class: "panel assist" }, h("h2", {}, say("assist")), form, this.#answers);
  }

  /** The newest answer to the student of the open talk. */
  sendNewest() {
    if (this.#newest) this.#desk.talk()?.send(this.#newest.text);
  }

  /** The newest answer in large letters. */
  readNewest() {
    if (this.#newest && !document.querySelector("dialog")) showToRead(this.#newest);
  }

  #begin() {
    this.#case = crypto.randomUUID();
    this.#answers.replaceChildren();
    this.#newest = null;
    this.field.value = "";
    this.field.focus();
  }

  async #ask() {
    const text = this.field.value.trim();
    if (!text) return;
    this.#answers.replaceChildren(h("li", { class: "facts" }, say("asking")));
    try {
      const asked = { case: this.#case, text, language: deskLanguage() };
      const { answers } = await this.#desk.api.post("assistant", asked);
      this.#show(answers);
      this.field.select();
    } catch (error) {
      this.#answers.replaceChildren();
      this.#desk.tell(say(`errors.${error.code || "failed"}`));
    }
  }

  #show(answers) {
    const whole = (key) => answers.map((one) => one[key]).filter(Boolean).join("\n");
    this.#newest = { text: whole("text"), language: answers[0]?.language, sources: whole("sources") };
    const deeds = h(
      "li",
      { class: "row" },
      h("button", { class: "button to-student", on: { click: () => this.sendNewest() } }, say("send_answer")),
      h("button", { class: "button", on: { click: () => this.readNewest() } }, say("read_answer")),
    );
    this.#answers.replaceChildren(...answers.map(answerView), deeds);
  }
}

function answerView({ text, language, sources }) {
  const lines = text.split("\n").map((line) => h("p", { dir: "auto" }, line));
  const from = sources
    ? h("details", {}, h("summary", {}, say("sources")), ...sources.split("\n").map((line) => h("p", { dir: "auto" }, line)))
    : h("p", { class: "facts" }, say("no_sources"));
  return h("li", { class: "card" }, h("div", { lang: language }, ...lines), from);
}
