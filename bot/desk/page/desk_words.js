/** The desk's words in the agent's language, which their browser keeps. */
import STRINGS from "./strings.json";

const KEPT = "taghtia.desk.language";
let language = localStorage.getItem(KEPT) || (navigator.language.startsWith("ar") ? "ar" : "fr");

export function deskLanguage() {
  return language;
}

export function switchLanguage() {
  language = language === "ar" ? "fr" : "ar";
  localStorage.setItem(KEPT, language);
}

/** A word by its path, such as `errors.wrong`, with `{n}` filled in; the path where there is none. */
export function say(path, values = {}) {
  const found = path.split(".").reduce((table, key) => table?.[key], STRINGS[language]);
  const text = typeof found === "string" ? found : path.split(".").pop();
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The page takes the language's direction. */
export function showLanguage() {
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
}

/** A moment as hours and minutes, with the day where it is not today. */
export function clock(iso) {
  const moment = new Date(iso);
  const today = moment.toDateString() === new Date().toDateString();
  const day = today ? {} : { weekday: "short", day: "numeric", month: "numeric" };
  const locale = language === "ar" ? "ar-MA-u-nu-latn" : "fr-MA";
  return moment.toLocaleString(locale, { ...day, hour: "2-digit", minute: "2-digit", hour12: false });
}

export function minutesSince(iso) {
  return Math.max(0, Math.floor((Date.now() - new Date(iso)) / 60_000));
}
