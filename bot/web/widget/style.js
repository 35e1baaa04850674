/** The widget's style sheet, in a form that a strict Content-Security-Policy of the host allows. */
import CSS_TEXT from "./widget.css";
import { h } from "./dom.js";

/** Give a shadow root its style; `server` has the sheet as a file for browsers that need one. */
export function addStyle(root, server) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS_TEXT);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.prepend(h("link", { rel: "stylesheet", href: new URL("static/widget.css", server) }));
  }
}
