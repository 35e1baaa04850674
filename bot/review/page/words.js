/** The page's words in the editor's language, which their browser keeps. */
const KEPT = "taghtia.review.language";
const STRINGS = await (await fetch("/page/strings.json")).json();
let language = localStorage.getItem(KEPT) ?? (navigator.language.startsWith("ar") ? "ar" : "fr");

/** A word by its path, such as `actions.accept`, with `{n}` filled in. */
export function say(path, values = {}) {
  const text = path.split(".").reduce((table, key) => table[key], STRINGS[language]);
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function pageLanguage() {
  return language;
}

export function switchLanguage() {
  language = language === "ar" ? "fr" : "ar";
  localStorage.setItem(KEPT, language);
  showLanguage();
}

/** The page takes the language's words and direction. */
export function showLanguage() {
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = say(element.dataset.say);
  }
}
