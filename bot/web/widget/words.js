/** The widget's own words. What the assistant says comes from the server. */
import STRINGS from "./strings.json";

export const LANGUAGES = Object.keys(STRINGS);

/** A word or sentence by its key, `{n}` and the like filled in. */
export function word(language, key, values = {}) {
  return filled(STRINGS[language][key], values);
}

export function directionOf(language) {
  return language === "ar" ? "rtl" : "ltr";
}

/** The language that the browser puts first among ours; Arabic when it names neither. */
export function browserLanguage() {
  const wanted = navigator.languages || [navigator.language || ""];
  const known = wanted.map((tag) => tag.slice(0, 2)).find((tag) => LANGUAGES.includes(tag));
  return known || "ar";
}

function filled(text, values) {
  return typeof text === "string" ? text.replace(/\{(\w+)\}/g, (_, name) => values[name]) : text;
}
