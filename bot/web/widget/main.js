/** Makes the elements known; `<script src=".../widget.js" data-auto>` puts the button on the page. */
import { ChatElement } from "./chat_element.js";
import { h } from "./dom.js";
import { LauncherElement } from "./launcher_element.js";

const SCRIPT = document.currentScript;
const SERVER = new URL("../", SCRIPT.src).href;

/** The elements written in the page itself talk to the server that the script came from. */
function withServer(Element) {
  return class extends Element {
    connectedCallback() {
      if (!this.hasAttribute("server")) this.setAttribute("server", SERVER);
      super.connectedCallback();
    }
  };
}

function addLauncher() {
  const { language, theme, side } = SCRIPT.dataset;
  document.body.append(h("taghtia-launcher", { language, theme, side }));
}

function whenReady(act) {
  if (document.body) act();
  else document.addEventListener("DOMContentLoaded", act);
}

if (!customElements.get("taghtia-chat")) {
  customElements.define("taghtia-chat", withServer(ChatElement));
  customElements.define("taghtia-launcher", withServer(LauncherElement));
  if ("auto" in SCRIPT.dataset) whenReady(addLauncher);
}
