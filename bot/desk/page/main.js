/** Begins the desk: signs in, shows it, begins anew in the other language. */
import { Desk } from "./desk.js";
import { DeskApi } from "./desk_api.js";
import { say, showLanguage, switchLanguage } from "./desk_words.js";
import { signInView } from "./sign_in.js";
import { h } from "../../web/widget/dom.js";

const api = new DeskApi();
let desk = null;

async function begin() {
  showLanguage();
  try {
    const me = await api.whoAmI();
    const answers = await api.get("answers");
    desk?.end();
    desk = new Desk(api, me, answers, { leave: toSignIn, again: otherLanguage, signOut });
    document.body.replaceChildren(desk.element);
  } catch ({ code }) {
    toSignIn(code === "signed_out" ? "" : code);
  }
}

function toSignIn(problem = "") {
  desk?.end();
  desk = null;
  document.title = `${say("title")} · Taghtia`;
  const enter = async (name, password, code) => {
    await api.signIn(name, password, code);
    await begin();
  };
  const again = () => {
    switchLanguage();
    showLanguage();
    toSignIn();
  };
  const other = h("button", { class: "button quiet", on: { click: again } }, say("other_language"));
  document.body.replaceChildren(signInView(enter, problem && say(`errors.${problem}`)), h("footer", { class: "door" }, other));
  document.querySelector("#field-name").focus();
}

function otherLanguage() {
  switchLanguage();
  begin();
}

async function signOut() {
  await api.signOut().catch(() => {});
  toSignIn();
}

document.addEventListener("keydown", (event) => {
  if (desk?.key(event)) event.preventDefault();
});
begin();
