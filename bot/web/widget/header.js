/** The bar above the conversation: name, language, and the menu of what is needed seldom. */
import { iconButton, wordButton } from "./buttons.js";
import { inLanguage } from "./bidi.js";
import CHOICES from "./choices.json";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { word } from "./words.js";

/** `act`: `otherLanguage`, `otherTheme`, `say`, `printAll`, `askToForget`, and `close` in a panel. */
export function header(language, dark, act) {
  const other = language === "ar" ? "fr" : "ar";
  const menu = menuOf(language, dark, act);
  const open = (yes) => {
    menu.hidden = !yes;
    button.setAttribute("aria-expanded", String(yes));
  };
  const button = iconButton("menu", word(language, "menu"), () => open(menu.hidden), {
    "aria-expanded": "false",
    "aria-controls": "menu",
  });
  const bar = h(
    "header",
    {},
    h("span", { class: "logo" }, icon("shield")),
    h("div", { class: "name" }, h("h1", {}, word(language, "title")), h("p", {}, word(language, "subtitle"))),
    wordButton(word(language, "other_language"), act.otherLanguage, {
      class: "language",
      ...inLanguage(other),
    }),
    h("div", { class: "menu-place" }, button, menu),
    act.close && iconButton("close", word(language, "close"), act.close),
  );
  closeMenuWhenLeft(bar.querySelector(".menu-place"), button, open);
  return bar;
}

function menuOf(language, dark, act) {
  const capabilities = { payload: CHOICES.capabilities, title: word(language, "capabilities") };
  const entries = [
    ["talk", "capabilities", () => act.say(capabilities)],
    ["eye", dark ? "light" : "dark", act.otherTheme],
    ["print", "print_all", act.printAll],
    ["cross", "forget", act.askToForget],
  ];
  const items = entries.map(([name, key, click]) =>
    h("li", {}, wordButton(word(language, key), click, { name, class: "entry" })),
  );
  return h("ul", { id: "menu", class: "menu", hidden: true, tabindex: "-1" }, ...items);
}

/** Escape, a choice, and the focus going elsewhere close the menu. */
function closeMenuWhenLeft(place, button, open) {
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.getAttribute("aria-expanded") === "false") return;
    event.stopPropagation();
    open(false);
    button.focus();
  });
  place.addEventListener("click", (event) => event.target.closest(".entry") && open(false));
  place.addEventListener("focusout", ({ relatedTarget }) => !place.contains(relatedTarget) && open(false));
}
