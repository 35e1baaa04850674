/** A dialog with one choice among some: a colleague, an outcome. */
import { h } from "../../web/widget/dom.js";
import { say } from "./desk_words.js";

/** What was chosen of `options` (`[value, text]`), or undefined. */
export function choose(title, options) {
  return new Promise((resolve) => {
    let chosen;
    const dialog = h("dialog", { class: "dialog", "aria-label": title });
    const pick = (value) => () => {
      chosen = value;
      dialog.close();
    };
    const buttons = options.map(([value, text]) => h("button", { class: "button", on: { click: pick(value) } }, text));
    const cancel = h("button", { class: "button quiet", on: { click: () => dialog.close() } }, say("cancel"));
    dialog.append(h("h2", {}, title), h("div", { class: "choices" }, ...buttons), cancel);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** An answer in large letters, to be read to a caller. */
export function showToRead({ text, language, sources }) {
  const close = h("button", { class: "button strong", on: { click: () => dialog.close() } }, say("done"));
  const parts = text.split("\n").map((line) => h("p", { dir: "auto" }, line));
  const dialog = h(
    "dialog",
    { class: "dialog reading", "aria-label": say("reading") },
    h("div", { lang: language }, ...parts),
    sources && h("p", { class: "facts", dir: "auto" }, sources),
    close,
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
