/** Language and theme: what the person chose, else what the page says, else what the browser says. */
import { Storage } from "./storage.js";
import { LANGUAGES, browserLanguage } from "./words.js";

const THEMES = ["light", "dark"];

export class Settings {
  storage;
  #element;

  constructor(element, server) {
    this.#element = element;
    // One site may have the chat of two servers.
    this.storage = new Storage(`taghtia:${new URL(server).host}`);
  }

  get language() {
    return this.#chosen("language", LANGUAGES) || browserLanguage();
  }

  set language(language) {
    this.storage.set("language", language);
  }

  set theme(theme) {
    this.storage.set("theme", theme);
  }

  get isDark() {
    const theme = this.#chosen("theme", THEMES);
    return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  #chosen(name, allowed) {
    const wanted = [this.storage.get(name), this.#element.getAttribute(name)];
    return wanted.find((value) => allowed.includes(value));
  }
}
