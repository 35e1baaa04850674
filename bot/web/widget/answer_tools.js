/** What can be done with an answer: say whether it helped, copy it, print it, ask for its source. */
import { harmless } from "./bidi.js";
import { iconButton, wordButton } from "./buttons.js";
import CHOICES from "./choices.json";
import { copyText } from "./clipboard.js";
import { h } from "./dom.js";
import { word } from "./words.js";

/**
 * The row under an answer, in the interface's language.
 * `act`: `rate(number, helpful)`, `print(element)`, `say(content)`; `bubble`: what is printed.
 */
export function answerTools(message, language, act, bubble) {
  const row = h(
    "div",
    { class: "row" },
    message.from === "assistant" && ratingOf(message, language, act),
    copyButton(message, language),
    iconButton("print", word(language, "print"), () => act.print(bubble)),
    wordButton(word(language, "source"), () => act.say({ payload: CHOICES.source, title: word(language, "source") }), { class: "quiet source" }),
  );
  const more = iconButton("more", word(language, "more"), () => openTools(tools, row.hidden));
  const tools = h("div", { class: "tools" }, more, row);
  openTools(tools, false);
  return tools;
}

/** Show or hide the row; the button that does so stays. */
export function openTools(tools, open) {
  const [more, row] = tools.children;
  row.hidden = !open;
  more.setAttribute("aria-expanded", String(open));
}

function copyButton(message, language) {
  const button = iconButton("copy", word(language, "copy"), async () => {
    if (await copyText(harmless(message.text))) said.textContent = word(language, "copied");
  });
  const said = h("span", { class: "said", role: "status" });
  return [button, said];
}

function ratingOf(message, language, act) {
  const said = h("span", { class: "said", role: "status" });
  const choose = (helpful) => async () => {
    const before = message.helpful;
    show((message.helpful = helpful));
    try {
      await act.rate(message.number, helpful);
      said.textContent = word(language, "thanks");
    } catch {
      show((message.helpful = before));
      said.textContent = word(language, "vote_failed");
    }
  };
  const yes = iconButton("thumb", word(language, "yes"), choose(true));
  const no = iconButton("thumb", word(language, "no"), choose(false), { class: "tool down" });
  const show = (helpful) => {
    yes.setAttribute("aria-pressed", String(helpful === true));
    no.setAttribute("aria-pressed", String(helpful === false));
  };
  show(message.helpful);
  const question = h("span", { class: "question", "aria-hidden": "true" }, word(language, "helpful_short"));
  return h("div", { class: "rating", role: "group", "aria-label": word(language, "helpful") }, question, yes, no, said);
}
