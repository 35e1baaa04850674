/** The groups as they are shown: a message is a row with its fields; the keyboard moves between rows. */
import { pageLanguage, say } from "/page/words.js";

const VARIETIES = ["fr", "msa", "ary", "arz", "mix"];

/** An element with properties and children. */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.filter(Boolean));
  return element;
}

export function groupElement(group, titles, act) {
  const several = group.messages.length;
  const heading = several > 1 ? say("group", { n: several }) : say("one");
  const proposed = group.proposed.map((intent, n) => {
    const title = titles.get(intent)?.[pageLanguage()] ?? intent;
    return make("li", {}, `${n + 1}. ${title} `, make("code", { textContent: intent }));
  });
  const all = several > 1 && make("p", { className: "acts" },
    button("accept_all", () => act.all("accept")), button("reject_all", () => act.all("reject")));
  return make("section", {},
    make("h2", { textContent: heading }), make("ol", { className: "proposed" }, ...proposed), all,
    ...group.messages.map((message) => row(message, group, act)));
}

/** What the row's fields say now. */
export function fieldsOf(element) {
  const value = (name) => element.querySelector(`[name=${name}]`).value.trim();
  return { key: element.dataset.key, text: value("words"), intent: value("intent"), variety: value("variety") };
}

export function showOutcome(element, text, settled) {
  element.classList.toggle("settled", settled);
  element.querySelector(".outcome").textContent = text;
  for (const field of element.querySelectorAll("input, select, textarea, button")) {
    field.disabled = settled;
  }
  element.tabIndex = settled ? -1 : 0;
}

function row(message, group, act) {
  const words = make("textarea", { name: "words", value: message.text, dir: "auto", rows: 2, ariaLabel: say("words") });
  const intent = make("input", { name: "intent", value: group.proposed[0], dir: "ltr", ariaLabel: say("intent") });
  intent.setAttribute("list", "intents");
  const options = VARIETIES.map((one) => make("option", { value: one, textContent: say(`varieties.${one}`) }));
  const variety = make("select", { name: "variety", ariaLabel: say("variety") }, ...options);
  variety.value = message.variety;
  const told = [say(`reasons.${message.reason}`)];
  if (message.count > 1) told.push(say("times", { n: message.count }));
  const element = make("article", { tabIndex: 0 },
    make("p", { className: "why", textContent: told.join(" · ") }), words,
    make("p", { className: "fields" }, intent, variety),
    make("p", { className: "acts" }, ...["accept", "reject", "need"].map((name) => button(name, () => act.one(name, element)))),
    make("p", { className: "outcome", role: "status" }));
  element.dataset.key = message.key;
  element.proposed = group.proposed;
  return element;
}

function button(name, pressed) {
  return make("button", { type: "button", textContent: say(`actions.${name}`), onclick: pressed });
}
