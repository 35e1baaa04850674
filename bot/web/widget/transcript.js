/** The conversation on the screen: messages in their order, what is being typed, and where one is. */
import { openTools } from "./answer_tools.js";
import { wordButton } from "./buttons.js";
import { h } from "./dom.js";
import { messageView, waitingView } from "./message_view.js";
import { word } from "./words.js";

const NEAR_PIXELS = 120;

export class Transcript {
  element;
  #language;
  #act;
  #list = h("ol", { class: "messages" });
  #typing;
  #newer;
  #atEnd = true;

  /** `act`: what the messages' buttons do; `welcome`: shown until something is said. */
  constructor(language, act, welcome) {
    this.#language = language;
    this.#act = act;
    const label = word(language, "conversation");
    this.#typing = h(
      "p",
      { class: "typing", hidden: true },
      h("span", {}, word(language, "typing")),
      h("i"),
      h("i"),
      h("i"),
    );
    this.#newer = wordButton(word(language, "newer"), () => this.#toEnd(), { class: "newer", hidden: true });
    const scroll = () => {
      this.#atEnd = this.#isNearEnd();
      if (this.#atEnd) this.#newer.hidden = true;
    };
    this.element = h(
      "div",
      { class: "scroll", role: "region", "aria-label": label, tabindex: "0", on: { scroll } },
      welcome,
      this.#list,
      this.#typing,
      this.#newer,
    );
    // A keyboard that opens, or a field that grows, must not cover what was just said.
    new ResizeObserver(() => this.#atEnd && !this.isEmpty && this.#toEnd()).observe(this.element);
  }

  get isEmpty() {
    return !this.#list.hasChildNodes();
  }

  /** Put a message from the server in its place; `restored`: it is not new to the person. */
  add(message, restored = false) {
    if (this.#list.querySelector(`[data-number="${Number(message.number)}"]`)) return;
    if (message.client_id) this.#waiting(message.client_id)?.remove();
    const mayFollow = this.#isNearEnd();
    this.#place(messageView(message, this.#language, this.#act), message.number);
    this.#settle();
    if (message.from === "student" || restored) this.#toEnd();
    else if (mayFollow) this.#toTurn();
    else this.#newer.hidden = false;
  }

  /** Show a message that is on its way. */
  addWaiting(entry) {
    if (this.#waiting(entry.id)) return;
    this.#list.append(waitingView(entry, this.#language));
    this.#settle();
    this.#toEnd();
  }

  /** Say beside a message that is on its way what holds it up; `failed`: it will not go. */
  mark(id, text, failed = false) {
    const view = this.#waiting(id);
    if (!view) return;
    view.classList.toggle("failed", failed);
    view.querySelector(".note").textContent = text;
    if (failed) view.removeAttribute("data-id");
  }

  /** A word of the widget's own, which the server does not know of. */
  note(text) {
    this.#list.append(h("li", { class: "message system" }, h("p", { class: "bubble" }, text)));
    this.#toEnd();
  }

  typing(on, from) {
    const near = this.#isNearEnd();
    this.#typing.firstChild.textContent = word(this.#language, from === "agent" ? "agent_typing" : "typing");
    this.#typing.hidden = !on;
    if (on && near) this.#toEnd();
  }

  clear() {
    this.#list.replaceChildren();
    this.typing(false);
  }

  #waiting(id) {
    return [...this.#list.children].find((view) => view.dataset.id === id);
  }

  #place(view, number) {
    const later = [...this.#list.children].find(
      (one) => Number(one.dataset.number) > number || one.dataset.id,
    );
    this.#list.insertBefore(view, later || null);
  }

  /** Only what was said since the person last spoke keeps its buttons, and its last answer its tools. */
  #settle() {
    const views = [...this.#list.children];
    const spoke = views.map((view) => view.matches(".student")).lastIndexOf(true);
    views.forEach((view, index) => {
      for (const replies of view.querySelectorAll(".replies")) replies.hidden = index < spoke;
    });
    const answers = views.filter((view) => view.querySelector(".tools"));
    for (const view of answers) {
      const last = view === answers[answers.length - 1] && views.indexOf(view) > spoke;
      const more = view.querySelector(".more");
      more.hidden = last;
      openTools(view.querySelector(".tools"), more, last);
    }
  }

  #isNearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR_PIXELS;
  }

  /** Show the end, but never so far that what was asked leaves the screen. */
  #toTurn() {
    const asked = [...this.#list.querySelectorAll(".student")].pop();
    this.#toEnd();
    if (asked) this.element.scrollTop = Math.min(this.element.scrollTop, asked.offsetTop - 8);
  }

  #toEnd() {
    this.#atEnd = true;
    this.#newer.hidden = true;
    this.element.scrollTop = this.element.scrollHeight;
  }
}
