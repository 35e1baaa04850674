/** Direction and language of a line and of its parts, so that both scripts stay readable in one text. */
import { h } from "./dom.js";
import { directionOf } from "./words.js";

// What could turn other text around: embeddings, overrides, isolates; and invisible controls.
const HARMFUL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const LATIN = /\p{Script=Latin}/u;
const ARABIC = /\p{Script=Arabic}/u;
const RUNS = {
  ar: /\p{Script=Latin}[\p{Script=Latin}\p{M}\d'’.-]*(?:[ ,]+[\p{Script=Latin}\p{M}\d'’.-]+)*/gu,
  fr: /\p{Script=Arabic}[\p{Script=Arabic}\p{M}]*(?: +[\p{Script=Arabic}\p{M}]+)*/gu,
};

/** The text without characters that act on what stands around them. */
export function harmless(text) {
  return text.replace(HARMFUL, "");
}

/** The language in which to show a line: the message's own, unless the line is wholly in the other script. */
export function lineLanguage(line, language) {
  const [own, other] = language === "ar" ? [ARABIC, LATIN] : [LATIN, ARABIC];
  return !own.test(line) && other.test(line) ? otherLanguage(language) : language;
}

/** Attributes for an element in this language. */
export function inLanguage(language) {
  return { lang: language, dir: directionOf(language) };
}

/** The text as nodes, the parts in the other script marked with their language for speech. */
export function markedParts(text, language) {
  const nodes = [];
  let end = 0;
  for (const { 0: run, index } of text.matchAll(RUNS[language])) {
    nodes.push(text.slice(end, index), h("span", { lang: otherLanguage(language) }, run));
    end = index + run.length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

/** Text that keeps its own order wherever it stands: numbers, addresses of pages. */
export function leftToRight(text) {
  return h("bdi", { dir: "ltr" }, text);
}

function otherLanguage(language) {
  return language === "ar" ? "fr" : "ar";
}
