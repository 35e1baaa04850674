/** What is shown before anything was said: who this is, what it can do, where to begin. */
import { wordButton } from "./buttons.js";
import CHOICES from "./choices.json";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { word } from "./words.js";

export function welcome(language, act) {
  const suggestions = CHOICES.suggestions.map(({ icon: name, payload, title }) => {
    const say = () => act.say({ payload, title: title[language] });
    return h("li", {}, wordButton(title[language], say, { name, class: "suggestion" }));
  });
  const label = h("p", { id: "suggestions" }, word(language, "suggestions"));
  return h(
    "section",
    { class: "welcome" },
    h("span", { class: "logo" }, icon("shield")),
    h("h2", {}, word(language, "welcome")),
    h("p", {}, word(language, "welcome_text")),
    label,
    h("ul", { "aria-labelledby": "suggestions" }, ...suggestions),
    h("p", { class: "hint" }, word(language, "welcome_privacy")),
  );
}
