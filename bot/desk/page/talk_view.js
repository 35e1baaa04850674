/** An open talk: what was said, and the field for the answer. */
import { h } from "../../web/widget/dom.js";
import { choose } from "./choosing.js";
import { clock, say } from "./desk_words.js";
import { fateOf, lineView, summaryView } from "./lines.js";
import { callState } from "./lists.js";

const TYPING_EVERY = 3_000;
const NEAR_END = 80;
const AGAIN = 1_000;
const OUTCOMES = ["solved", "referred", "no_reply", "call_back", "inappropriate"];

/** `desk` holds `api`, `me`, `colleagues()`, `title(topic)`, `tell(problem)`, `leave()`. */
export class TalkView {
  element;
  #desk;
  #talk;
  #seen = 0;
  #typed = 0;
  #again = 0;
  #draft = crypto.randomUUID();
  #list = h("ol", { class: "line-list" });
  #log = h("div", { class: "lines", role: "log", "aria-label": say("transcript"), tabindex: "0" }, this.#list);
  #field = h("textarea", { class: "field", rows: "3", maxlength: "2000", dir: "auto", "aria-label": say("message") });
  #lease = h("p", { class: "facts" });
  #call = h("p", { class: "speak", role: "status" });
  #typing = h("p", { class: "typing", "aria-live": "polite" });
  #note = h("input", { type: "checkbox", id: "as-note" });

  constructor(desk, talk) {
    this.#desk = desk;
    this.#talk = talk;
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("input", () => this.#types());
    const button = (word, click, look = "button") => h("button", { class: look, on: { click } }, say(word));
    const tools = this.onCall
      ? []
      : [button("keep", () => this.#renew()), button("pass", () => this.#pass()), button("close", () => this.#close())];
    const send = button("send", () => this.send(), "button strong");
    const note = h("label", { for: "as-note", title: say("note_hint") }, this.#note, " ", say("note"));
    this.element = h(
      "section",
      { class: "talk", "aria-label": desk.title(talk.topics.at(-1) || talk.cause) },
      h("p", { class: "row" }, button("back", () => desk.leave(), "button quiet narrow-only"), ...tools),
      summaryView(talk, (topic) => desk.title(topic)),
      this.#log,
      this.#typing,
      this.onCall ? this.#call : h("div", { class: "composer" }, this.#field, h("p", { class: "row" }, note, send), this.#lease),
    );
    this.update(talk);
  }

  get id() {
    return this.#talk.id;
  }

  /** A caller who is put through: spoken to, never written to; nobody at the desk closes it. */
  get onCall() {
    return this.#talk.state === "on_call";
  }

  /** How many lines are on the screen. */
  get seen() {
    return this.#seen;
  }

  /** What the server says of it now; fetches what is new. */
  async update(talk) {
    this.#talk = talk;
    this.#typing.textContent = talk.student_types ? say("student_types") : "";
    this.#lease.textContent = talk.lease_until ? say("lease", { n: clock(talk.lease_until) }) : "";
    if (this.onCall) showIfOther(this.#call, `${say("speak")} (${callState(talk)})`);
    if (talk.last_line > this.#seen) await this.#fetch();
  }

  /** Put a ready answer into the field. */
  insert(text) {
    this.#field.value = [this.#field.value.trim(), text].filter(Boolean).join("\n");
    this.#field.focus();
    this.#types();
  }

  /** Send what is in the field, or a text given. */
  async send(text = this.#field.value) {
    if (!text.trim() || this.onCall) return;
    const fromField = text === this.#field.value;
    const kind = fromField && this.#note.checked ? "notes" : "messages";
    const id = fromField ? this.#draft : crypto.randomUUID();
    await this.#deed(kind, { id, text }, () => {
      if (fromField && this.#field.value === text) this.#field.value = "";
      if (fromField) this.#draft = crypto.randomUUID();
      this.#note.checked = false;
    });
    this.#field.focus();
  }

  focus() {
    (this.onCall ? this.#log : this.#field).focus();
  }

  /** What is new, and what has become of the agent's words that were on their way. */
  async #fetch() {
    const pending = this.#list.querySelector("[data-underway]");
    const after = pending ? Number(pending.dataset.underway) - 1 : this.#seen;
    const { lines } = await this.#desk.api.get(`talks/${this.id}?after=${after}`).catch(() => ({ lines: [] }));
    const atEnd = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR_END;
    for (const line of lines) this.#show(line);
    if (atEnd || after === 0) this.#log.scrollTop = this.#log.scrollHeight;
    clearTimeout(this.#again);
    const underway = this.#list.querySelector("[data-underway]") && this.element.isConnected;
    if (underway) this.#again = setTimeout(() => this.#fetch(), AGAIN);
  }

  #show(line) {
    const known = this.#list.querySelector(`[data-number="${line.number}"]`);
    const underway = line.from === "agent" && !line.arrived && !line.lost;
    if (known) {
      known.querySelector(".fate")?.replaceChildren(fateOf(line));
      if (!underway) delete known.dataset.underway;
      return;
    }
    const view = lineView(line, (topic) => this.#desk.title(topic));
    if (underway) view.dataset.underway = line.number;
    this.#list.append(view);
    this.#seen = Math.max(this.#seen, line.number);
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  #types() {
    if (this.#note.checked || Date.now() - this.#typed < TYPING_EVERY) return;
    this.#typed = Date.now();
    this.#desk.api.post(`talks/${this.id}/typing`).catch(() => {});
  }

  #renew() {
    return this.#deed("typing", {}, () => {});
  }

  async #pass() {
    const others = this.#desk.colleagues().map((one) => [one.id, one.shown_as]);
    const to = await choose(say("pass_to"), [...others, [null, say("anyone")]]);
    if (to !== undefined) await this.#deed("pass", { to }, () => this.#desk.leave());
  }

  async #close() {
    const options = OUTCOMES.map((one) => [one, say(`outcomes.${one}`)]);
    const outcome = await choose(say("close_as"), options);
    if (outcome) await this.#deed("close", { outcome }, () => this.#desk.leave());
  }

  async #deed(path, body, done) {
    try {
      await this.#desk.api.post(`talks/${this.id}/${path}`, body);
      this.#desk.tell("");
      done();
    } catch (error) {
      this.#desk.tell(say(`errors.${error.code || "failed"}`));
    }
  }
}

/** Said again by a screen reader only where it has changed. */
function showIfOther(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
