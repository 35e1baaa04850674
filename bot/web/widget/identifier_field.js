/** The field for an identity number: hidden on the screen, with the keyboard that suits it. */
import { iconButton, wordButton } from "./buttons.js";
import { h } from "./dom.js";
import { word } from "./words.js";

// A password field would have the browser offer to keep the number.
const CAN_HIDE_TEXT = CSS.supports("-webkit-text-security", "disc");
const EIGHT_DIGITS = /^(\d{2})(\d{2})(\d{4})$/;

/** What to put in the composer while the assistant asks for `kind`, `cin` for instance. */
export function identifierField(kind, language, leave) {
  const { label, hint } = word(language, "asks")[kind];
  const input = h("input", {
    id: "identifier",
    class: "field secret",
    dir: "ltr",
    type: CAN_HIDE_TEXT ? "text" : "password",
    inputmode: kind === "birth_date" ? "numeric" : "text",
    autocapitalize: kind === "birth_date" ? null : "characters",
    autocomplete: "off",
    autocorrect: "off",
    spellcheck: "false",
    enterkeyhint: "send",
    maxlength: "60",
    "aria-describedby": "identifier-hint",
  });
  const above = h(
    "div",
    { class: "above" },
    h("label", { for: "identifier" }, label),
    wordButton(word(language, "free_text"), leave, { class: "quiet", name: "pen" }),
  );
  const below = h("p", { id: "identifier-hint", class: "hint" }, `${hint}. ${word(language, "secret_note")}`);
  return {
    input,
    above,
    below,
    eye: eyeFor(input, language),
    read: () => asWritten(kind, input.value.trim()),
  };
}

function eyeFor(input, language) {
  const eye = iconButton(
    "eye",
    word(language, "show"),
    () => {
      const show = input.classList.toggle("shown");
      if (!CAN_HIDE_TEXT) input.type = show ? "text" : "password";
      eye.setAttribute("aria-pressed", String(show));
      input.focus();
    },
    { "aria-pressed": "false" },
  );
  return eye;
}

/** The digit keyboard has no stroke: 05032005 is sent as the date that it means. */
function asWritten(kind, text) {
  return kind === "birth_date" ? text.replace(EIGHT_DIGITS, "$1/$2/$3") : text;
}
