/** The sign-in. */
import { h } from "../../web/widget/dom.js";
import { say } from "./desk_words.js";

/** `enter(name, password, code)` signs in, or throws what is to be shown. */
export function signInView(enter, problem = "") {
  const alert = h("p", { class: "problem", role: "alert" }, problem);
  const name = field("name", { autocomplete: "username", required: true });
  const password = field("password", { type: "password", autocomplete: "current-password", required: true });
  const code = field("code", { inputmode: "numeric", autocomplete: "one-time-code", maxlength: 6 });
  const button = h("button", { class: "button strong" }, say("sign_in"));
  const submit = async (event) => {
    event.preventDefault();
    alert.textContent = "";
    button.disabled = true;
    try {
      await enter(name.input.value.trim(), password.input.value, code.input.value.trim());
    } catch (error) {
      alert.textContent = say(`errors.${error.code || "failed"}`);
      button.disabled = false;
    }
  };
  const form = h("form", { class: "sign-in", on: { submit } }, name.row, password.row, code.row, alert, button);
  return h("main", { class: "door" }, h("h1", {}, say("title")), form);
}

function field(key, attributes) {
  const id = `field-${key}`;
  const input = h("input", { id, class: "field", dir: "ltr", ...attributes });
  return { input, row: h("p", {}, h("label", { for: id }, say(key)), input) };
}
