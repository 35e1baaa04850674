/** Asks once more before the conversation is deleted. */
import { wordButton } from "./buttons.js";
import { h } from "./dom.js";
import { word } from "./words.js";

/** A dialog to show with `showModal()`; `forget` is called when the person means it. */
export function forgetDialog(language, forget) {
  const close = () => dialog.close();
  const sure = () => {
    close();
    forget();
  };
  const dialog = h(
    "dialog",
    { "aria-labelledby": "forget-title", "aria-describedby": "forget-text" },
    h("h2", { id: "forget-title" }, word(language, "forget_title")),
    h("p", { id: "forget-text" }, word(language, "forget_text")),
    h(
      "div",
      { class: "row" },
      wordButton(word(language, "forget_no"), close),
      wordButton(word(language, "forget_yes"), sure, { class: "button danger" }),
    ),
  );
  return dialog;
}
