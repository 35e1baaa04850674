/** The desk of an agent who is signed in. */
import { h } from "../../web/widget/dom.js";
import { deskLanguage, say } from "./desk_words.js";
import { figuresView } from "./figures_view.js";
import { callCard, refill, talkCard } from "./lists.js";
import { AssistView, cannedView } from "./side_panel.js";
import { TalkView } from "./talk_view.js";

const MINUTE = 60_000;

/** `leave(problem)`: signed out; `again()`: the language was changed. */
export class Desk {
  element = h("div", { class: "desk" });
  me;
  api;
  #state = { waiting: [], taken: [], on_call: [], calls: [], present: [] };
  #section = "queue";
  #talk = null;
  #seen = new Map();
  #numbers = new Map();
  #titles = {};
  #answers = [];
  #assist;
  #canned;
  #events;
  #handlers;
  #timer;
  #place = { bar: h("header", { class: "bar" }), tabs: h("nav"), list: h("ul", { class: "list" }) };
  #main = h("main", { class: "main", tabindex: "-1" });
  #side = h("aside", { class: "side" });
  #problem = h("p", { class: "problem", role: "alert" });
  #live = h("p", { class: "unseen", "aria-live": "polite" });

  /** `answers`: the ready ones, by language. */
  constructor(api, me, answers, handlers) {
    this.api = api;
    this.me = me;
    this.#handlers = handlers;
    this.#assist = new AssistView({ api, tell: (text) => this.tell(text), talk: () => this.#talk });
    this.#place.tabs.setAttribute("aria-label", say("sections"));
    const left = h("section", { class: "left", "aria-label": say("lists") }, this.#place.tabs, this.#place.list);
    this.element.append(this.#place.bar, this.#problem, left, this.#main, this.#side, this.#live);
    this.#takeAnswers(answers);
    this.#show();
    this.#listen();
    this.#timer = setInterval(() => this.#fill(), MINUTE);
  }

  end() {
    this.#events.close();
    clearInterval(this.#timer);
  }

  /** The keys of the whole desk; true where one was taken. */
  key(event) {
    const sections = this.#sections();
    if (event.altKey && sections[Number(event.code.replace("Digit", "")) - 1]) {
      this.#choose(sections[Number(event.code.replace("Digit", "")) - 1]);
    } else if (event.altKey && event.code === "KeyA") this.#assist.field.focus();
    else if (event.altKey && event.code === "KeyR" && this.#canned) {
      this.#canned.element.open = true;
      this.#canned.search.focus();
    } else if (event.key === "F8") this.#assist.sendNewest();
    else if (event.key === "F9") this.#assist.readNewest();
    else return false;
    return true;
  }

  title(topic) {
    return this.#titles[topic] || say(`causes.${topic}`);
  }

  colleagues() {
    return this.#state.present.filter((one) => one.id !== this.me.id);
  }

  tell(problem) {
    this.#problem.textContent = problem;
  }

  /** Close the open talk and go back to the lists. */
  leave() {
    this.#talk = null;
    this.#choose(this.#mine().length ? "mine" : "queue");
  }

  #mine() {
    return this.#state.taken.filter((one) => one.agent_id === this.me.id);
  }

  #sections() {
    return ["queue", "mine", "calls", ...(this.me.role === "supervisor" ? ["figures"] : [])];
  }

  #takeAnswers(answers) {
    const mine = deskLanguage();
    for (const { topic, title } of answers[mine]) this.#titles[topic] = title;
    const other = mine === "fr" ? "ar" : "fr";
    this.#answers = [mine, other].flatMap((language) => answers[language].map((one) => ({ ...one, language })));
  }

  #listen() {
    this.#events = new EventSource("/agent/api/events");
    this.#events.addEventListener("desk", ({ data }) => this.#take(JSON.parse(data)));
    this.#events.addEventListener("signed_out", () => this.#handlers.leave("signed_out"));
    this.#events.addEventListener("error", () => this.#check());
    this.#events.addEventListener("open", () => this.tell(""));
  }

  /** The stream broke: the network, or the session is over. */
  async #check() {
    this.tell(say("offline"));
    try {
      await this.api.whoAmI();
    } catch ({ code }) {
      if (code === "signed_out") this.#handlers.leave(code);
    }
  }

  #take(state) {
    const before = this.#state;
    this.#state = state;
    const isNew = (kind) => state[kind].some((one) => !before[kind].some((old) => old.id === one.id));
    if (isNew("waiting")) this.#say("new_request");
    if (isNew("on_call")) this.#say("new_call");
    if (this.#mine().some((one) => this.#unread(one))) this.#say("new_message");
    const me = state.present.find((one) => one.id === this.me.id);
    if (me) this.me = me;
    const talk = [...this.#mine(), ...state.on_call].find((one) => one.id === this.#talk?.id);
    if (talk) this.#talk.update(talk).then(() => this.#seen.set(talk.id, this.#talk?.seen || 0));
    else if (this.#talk) {
      this.tell(say(this.#talk.onCall ? "call_ended" : "ended"));
      this.#talk = null;
      this.#show();
    }
    this.#fill();
  }

  #unread(talk) {
    if (talk.id === this.#talk?.id) return 0;
    return Math.max(0, talk.last_line - (this.#seen.get(talk.id) || 0));
  }

  #say(word) {
    this.#live.textContent = "";
    this.#live.textContent = say(word);
  }

  #choose(section) {
    this.#section = section;
    this.#show();
    this.#place.tabs.querySelector('[aria-current="true"]')?.focus();
  }

  #show() {
    this.element.dataset.open = this.#section === "figures" ? "figures" : this.#talk ? "talk" : "";
    this.#fill();
    this.element.toggleAttribute("data-on-call", Boolean(this.#talk?.onCall));
    this.#side.replaceChildren(this.#assist.element);
    this.#canned = this.#talk && !this.#talk.onCall && cannedView(this.#answers, (text) => this.#talk?.insert(text));
    if (this.#canned) this.#side.prepend(this.#canned.element);
    if (this.#section === "figures") this.#main.replaceChildren(figuresView((days) => this.api.get(`figures?days=${days}`)));
    else if (this.#talk) this.#main.replaceChildren(this.#talk.element);
    else this.#main.replaceChildren(h("p", { class: "facts" }, say("nothing_open")), h("p", { class: "facts keys" }, say("shortcuts")));
  }

  #fill() {
    this.#fillBar();
    const counts = { queue: this.#state.waiting.length + this.#state.on_call.length, mine: this.#mine().length, calls: this.#state.calls.length };
    const tab = (name) =>
      h(
        "button",
        { class: "tab", "data-key": `tab-${name}`, "aria-current": String(name === this.#section), on: { click: () => this.#choose(name) } },
        say(name),
        counts[name] > 0 && h("span", { class: "count" }, ` ${counts[name]}`),
      );
    refill(this.#place.tabs, ...this.#sections().map(tab));
    refill(this.#place.list, ...this.#cards());
    const unread = this.#state.waiting.length + this.#mine().filter((one) => this.#unread(one)).length;
    document.title = `${unread ? `(${unread}) ` : ""}${say("title")} · Taghtia`;
  }

  #cards() {
    const act = {
      take: (talk) => this.#deed(`talks/${talk.id}/take`, () => this.#open(talk)),
      open: (talk) => this.#open(talk),
      call: (call, deed) => this.#call(call, deed),
      title: (topic) => this.title(topic),
      unread: (talk) => this.#unread(talk),
      name: (id) => this.#state.present.find((one) => one.id === id)?.shown_as || "…",
    };
    if (this.#section === "calls") {
      return this.#orEmpty(this.#state.calls.map((one) => callCard(one, this.me, act, this.#numbers.get(one.id))));
    }
    // Whoever has just picked up looks for the caller: they come first.
    const queue = [...this.#state.on_call, ...this.#state.waiting];
    const talks = this.#section === "queue" ? queue : this.#section === "mine" ? this.#mine() : [];
    return this.#orEmpty(talks.map((talk) => talkCard(talk, this.me, act)));
  }

  #orEmpty(cards) {
    const empty = this.#section !== "figures" && h("li", { class: "facts" }, say(`empty_${this.#section}`));
    return cards.length ? cards : [empty];
  }

  #fillBar() {
    const button = (text, click, more = {}) => h("button", { class: "button plain", on: { click }, ...more }, text);
    const ready = button(say(this.me.ready ? "ready" : "paused"), () => this.#setReady(), {
      "aria-pressed": String(this.me.ready),
      title: say("ready_hint"),
      "data-key": "ready",
    });
    refill(
      this.#place.bar,
      h("h1", {}, say("title")),
      h("span", { class: "who" }, this.me.shown_as),
      ready,
      h("span", { class: "present" }, say("present", { n: this.#state.present.length })),
      button(say("other_language"), () => this.#handlers.again(), { "data-key": "language", lang: deskLanguage() === "fr" ? "ar" : "fr" }),
      button(say("sign_out"), () => this.#handlers.signOut(), { "data-key": "out" }),
    );
  }

  #setReady() {
    const ready = !this.me.ready;
    return this.#deed("ready", () => (this.me = { ...this.me, ready }), { ready });
  }

  async #call(call, deed) {
    await this.#deed(`calls/${call.id}/${deed}`, (answer) => {
      if (answer.number) this.#numbers.set(call.id, answer.number);
    });
    this.#fill();
  }

  #open(talk) {
    this.#talk = new TalkView(this, talk);
    this.#section = this.#talk.onCall ? "queue" : "mine";
    this.#show();
    this.#talk.focus();
  }

  async #deed(path, done, body = {}) {
    try {
      const answer = await this.api.post(path, body);
      this.tell("");
      done(answer);
    } catch (error) {
      this.tell(say(`errors.${error.code || "failed"}`));
    }
    this.#fill();
  }
}
