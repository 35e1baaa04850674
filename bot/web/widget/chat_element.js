/** `<taghtia-chat>`: the whole chat as one element, for a page of its own or a panel. */
import { Api } from "./api.js";
import { ChatView } from "./chat_view.js";
import CHOICES from "./choices.json";
import { Conversation } from "./conversation.js";
import { CAN_SHARE_PLACE, askPlace } from "./place.js";
import { printOnly } from "./printing.js";
import { Record } from "./record.js";
import { Settings } from "./settings.js";
import { addStyle } from "./style.js";
import { word } from "./words.js";

/**
 * Attributes: `server`, `language` (fr or ar), `theme` (light or dark), `panel` for a close button.
 * Events: `taghtia-look` when language or theme change, `taghtia-message` for each that is new,
 * `taghtia-close`.
 */
export class ChatElement extends HTMLElement {
  #settings;
  #conversation;
  #record = new Record();
  #view = null;
  #reached = true;

  connectedCallback() {
    const server = this.getAttribute("server");
    // An element that was moved on its page begins again.
    this.#record.clear();
    if (!this.shadowRoot) addStyle(this.attachShadow({ mode: "open" }), server);
    this.#settings = new Settings(this, server);
    this.#conversation = new Conversation(new Api(server), this.#settings.storage, this.language);
    this.#listen();
    this.#build();
    this.#conversation.resume();
  }

  disconnectedCallback() {
    this.#conversation.end();
  }

  get language() {
    return this.#settings.language;
  }

  get isDark() {
    return this.#settings.isDark;
  }

  focusInside() {
    this.#view.focus();
  }

  /** The person sees all that was said so far. */
  markRead() {
    this.#conversation.markRead();
  }

  #build() {
    const { language, isDark: dark } = this.#settings;
    const before = this.#view;
    const draft = before?.draft;
    this.#view = new ChatView({
      record: this.#record,
      language,
      dark,
      act: this.#acts(),
      draft,
      reached: this.#reached,
    });
    before?.element.remove();
    this.shadowRoot.append(this.#view.element);
    this.#emit("taghtia-look");
  }

  #listen() {
    const heard = {
      backlog: (messages) => {
        messages.forEach((message) => this.#record.add(message));
        this.#view.restore(messages);
        for (const _ of this.#conversation.news(messages)) this.#emit("taghtia-message");
      },
      message: (message) => this.#add(message),
      waiting: (entry) => {
        this.#record.waiting.set(entry.id, entry);
        this.#view.wait(entry);
      },
      // Where the message itself came back before, its answer may have come, too.
      sent: ({ id }) => this.#record.waiting.has(id) && !this.#record.withAgent && this.#view.typing(true),
      failed: ({ entry, reason, words }) => {
        this.#record.waiting.delete(entry.id);
        this.#view.fail(entry, reason, words);
      },
      typing: ({ on, from }) => this.#view.typing(on, from),
      reached: (yes) => (this.#view.reached = this.#reached = yes),
      slowed: () => this.#view.notice(word(this.language, "slow_down")),
      gone: () => this.#clear(() => this.#view.note(word(this.language, "gone"))),
      forgotten: () => this.#clear(() => this.#view.notice(word(this.language, "forgotten"))),
    };
    for (const [type, hear] of Object.entries(heard)) {
      this.#conversation.addEventListener(type, ({ detail }) => hear(detail));
    }
  }

  #acts() {
    return {
      say: (content, asked) => this.#say(content, asked),
      types: () => this.#record.withAgent && this.#conversation.showTyping(),
      rate: (number, helpful) => this.#conversation.rate(number, helpful),
      notice: (text) => this.#view.notice(text),
      sharePlace: CAN_SHARE_PLACE ? () => this.#sharePlace() : null,
      print: (bubble) => this.#print(bubble.closest(".message")),
      printAll: () => this.#print(),
      otherLanguage: () => this.#otherLanguage(),
      otherTheme: () => this.#otherTheme(),
      askToForget: () => this.#view.askToForget(),
      forget: () => this.#forget(),
      close: this.hasAttribute("panel") ? () => this.#emit("taghtia-close") : null,
    };
  }

  #add(message) {
    this.#record.add(message);
    this.#view.add(message);
    if (message.from !== "student") this.#emit("taghtia-message");
  }

  #clear(tell) {
    this.#record.clear();
    this.#view.clear();
    tell();
  }

  #say(content, asked = false) {
    this.#conversation.say(content, asked);
    // A reply that was pressed is put away, and would take the focus with it.
    if (!this.shadowRoot.activeElement?.getClientRects().length) this.focusInside();
  }

  #print(message = null) {
    this.#view.stamp();
    printOnly(this, message);
  }

  async #sharePlace() {
    try {
      this.#say({ location: await askPlace() });
    } catch {
      this.#view.note(word(this.language, "place_refused"));
    }
  }

  async #forget() {
    try {
      await this.#conversation.forget();
    } catch {
      this.#view.notice(word(this.language, "forget_failed"));
    }
  }

  #otherLanguage() {
    const title = word(this.language, "other_language");
    this.#settings.language = this.language === "ar" ? "fr" : "ar";
    this.#conversation.language = this.language;
    this.#build();
    this.shadowRoot.querySelector(".language").focus();
    if (this.#record.messages.length === 0) return;
    const payload = `${CHOICES.language}${JSON.stringify({ language_choice: this.language })}`;
    this.#conversation.say({ payload, title });
  }

  #otherTheme() {
    this.#settings.theme = this.isDark ? "light" : "dark";
    this.#build();
    this.shadowRoot.querySelector(".menu-place .tool").focus();
  }

  #emit(type) {
    this.dispatchEvent(new CustomEvent(type));
  }
}
