/** A message as it stands in the conversation. */
import { answerTools } from "./answer_tools.js";
import { harmless, inLanguage, lineLanguage } from "./bidi.js";
import { wordButton } from "./buttons.js";
import CHOICES from "./choices.json";
import { h, unseen } from "./dom.js";
import { icon } from "./icons.js";
import { messageBody } from "./message_body.js";
import { word } from "./words.js";

/** A message that the server has; `language` of the interface. */
export function messageView(message, language, act) {
  const { from } = message;
  const mine = from === "student";
  const content = mine ? mineBody(message, language) : messageBody(message);
  const author = unseen(`${word(language, mine ? "you" : from)} : `);
  const bubble = h("div", { class: "bubble", ...inLanguage(message.language) }, author, ...content);
  const { row, more } = isAnswer(message) ? answerTools(message, language, act, bubble) : {};
  const name = from === "agent" && agentName(message, language);
  const speech = h("div", { class: "speech" }, bubble, more);
  const look = { class: `message ${from}`, "data-number": message.number };
  return h("li", look, name, speech, !mine && replies(message, act), row);
}

/** A message that is on its way to the server; a secret is not shown even to the one who typed it. */
export function waitingView({ id, body, secret }, language) {
  const text = secret ? word(language, "hidden_text") : body.title || body.text;
  const message = { text, location: Boolean(body.location), language };
  const author = unseen(`${word(language, "you")} : `);
  const bubble = h("div", { class: "bubble" }, author, ...mineBody(message, language));
  return h("li", { class: "message student waiting", "data-id": id }, bubble, h("span", { class: "note" }));
}

/** The latest answers carry the buttons that go on with the conversation. */
function replies(message, act) {
  const buttons = (message.buttons || []).map((button) =>
    wordButton(harmless(button.title), () => act.say(button), { class: "reply" }),
  );
  if (CHOICES.place_after.includes(message.name) && act.sharePlace) {
    const title = word(message.language, "share_place");
    buttons.push(wordButton(title, act.sharePlace, { name: "pin", class: "reply" }));
  }
  const label = word(message.language, "options");
  const attributes = {
    class: "replies",
    role: "group",
    "aria-label": label,
    ...inLanguage(message.language),
  };
  return buttons.length > 0 && h("div", attributes, ...buttons);
}

/** An answer rests on facts, unlike a greeting, and asks for nothing. */
function isAnswer({ from, facts, asks }) {
  return from === "agent" || (from === "assistant" && facts?.length > 0 && !asks);
}

function mineBody({ text, location, language }, own) {
  if (location) return [h("p", {}, icon("pin"), word(own, "my_place"))];
  return harmless(text)
    .split("\n")
    .map((line) => h("p", inLanguage(lineLanguage(line, language)), line));
}

function agentName({ agent }, language) {
  const name = agent ? `${agent} · ${word(language, "agent")}` : word(language, "agent");
  return h("span", { class: "name", "aria-hidden": "true" }, harmless(name));
}
