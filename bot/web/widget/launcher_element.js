/** `<taghtia-launcher>`: a button in the corner of any page, and the chat in a panel that it opens. */
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { inLanguage } from "./bidi.js";
import { Settings } from "./settings.js";
import { addStyle } from "./style.js";
import { word } from "./words.js";

const PHONE = "(max-width: 30rem)";

/** Attributes as of `<taghtia-chat>`, and `side` (start or end) for the corner. */
export class LauncherElement extends HTMLElement {
  #settings;
  #button;
  #badge;
  #panel;
  #chat = null;
  #unread = 0;

  connectedCallback() {
    const server = this.getAttribute("server");
    addStyle(this.attachShadow({ mode: "open" }), server);
    this.#settings = new Settings(this, server);
    this.#badge = h("span", { class: "badge", hidden: true });
    this.#button = h(
      "button",
      { type: "button", class: "launcher", on: { click: () => this.open() } },
      icon("talk"),
      this.#badge,
    );
    this.#panel = h("dialog", {
      class: "panel",
      on: { close: () => this.#closed(), keydown: (event) => this.#onKey(event) },
    });
    this.shadowRoot.append(h("div", { class: "corner" }, this.#button, this.#panel));
    this.#look();
    // Somebody may answer a conversation that was begun on another page of the site.
    if (this.#settings.storage.get("session")) this.#addChat();
  }

  open() {
    this.#addChat();
    if (matchMedia(PHONE).matches) this.#panel.showModal();
    else this.#panel.show();
    this.#button.hidden = true;
    this.#count(0);
    this.#chat.markRead();
    this.#chat.focusInside();
  }

  #addChat() {
    if (this.#chat) return;
    const [server, language, theme] = ["server", "language", "theme"].map((name) => this.getAttribute(name));
    const on = {
      "taghtia-close": () => this.#panel.close(),
      "taghtia-look": () => this.#look(),
      "taghtia-message": () => (this.#panel.open ? this.#chat.markRead() : this.#count(this.#unread + 1)),
    };
    this.#chat = h("taghtia-chat", { server, language, theme, panel: true, on });
    this.#panel.append(this.#chat);
  }

  #closed() {
    this.#button.hidden = false;
    this.#button.focus();
  }

  #onKey(event) {
    // A panel that is not modal does not close by itself.
    if (event.key === "Escape") this.#panel.close();
  }

  /** Language and theme of the button and the panel's frame. */
  #look() {
    const { language, isDark } = this.#settings;
    const corner = this.shadowRoot.querySelector(".corner");
    const side = this.getAttribute("side") === "start" ? "start" : "end";
    corner.className = `corner ${side} ${isDark ? "dark" : "light"}`;
    for (const [name, value] of Object.entries(inLanguage(language))) corner.setAttribute(name, value);
    this.#panel.setAttribute("aria-label", word(language, "chat"));
    this.#count(this.#unread);
  }

  #count(unread) {
    this.#unread = unread;
    const { language } = this.#settings;
    const parts = [word(language, "open"), unread && word(language, "unread", { n: unread })];
    const label = parts.filter(Boolean).join(" ");
    this.#button.setAttribute("aria-label", label);
    this.#button.title = label;
    this.#badge.hidden = !unread;
    this.#badge.textContent = String(unread);
  }
}
