/** What can be done with an answer: say whether it helped, copy it, print it, ask for its source. */
import { harmless } from "./bidi.js";
import { iconButton, wordButton } from "./buttons.js";
import CHOICES from "./choices.json";
import { copyText } from "./clipboard.js";
import { h } from "./dom.js";
import { listenButton } from "./reading_aloud.js";
import { word } from "./words.js";

/**
 * The row of tools under an answer, in the interface's language, and the button that opens it.
 * `act`: `rate(number, helpful)`, `print(element)`, `say(content)`; `bubble`: what is printed.
 */
export function answerTools(message, language, act, bubble) {
  const source = { payload: CHOICES.source, title: word(language, "source") };
  const row = h(
    "div",
    { class: "row tools", hidden: true },
    message.from === "assistant" && ratingOf(message, language, act),
    copyButton(message, language),
    listenButton(message, language),
    iconButton("print", word(language, "print"), () => act.print(bubble)),
    wordButton(source.title, () => act.say(source), { class: "quiet" }),
  );
  const look = { class: "tool more", "aria-expanded": "false" };
  const more = iconButton("more", word(language, "more"), () => openTools(row, more, row.hidden), look);
  return { row, more };
}

/** Show or hide the row of tools. */
export function openTools(row, more, open) {
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
  return h(
    "div",
    { class: "rating", role: "group", "aria-label": word(language, "helpful") },
    question,
    yes,
    no,
    said,
  );
}
