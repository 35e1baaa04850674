/** The editor's page: messages to decide on, with one key each. */
import { fieldsOf, groupElement, make, showOutcome } from "/page/messages.js";
import { say, showLanguage, switchLanguage } from "/page/words.js";

const DECISIONS = { accept: "accepted", reject: "rejected", need: "need" };
const KEYS = { a: "accept", c: "change", e: "edit", r: "reject", n: "need", A: "accept_all", R: "reject_all" };
const place = document.getElementById("groups");
const rows = () => [...place.querySelectorAll("article:not(.settled)")];
let csrf = "";

async function load() {
  const { groups, intents, csrf: given } = await (await fetch("/groups")).json();
  csrf = given;
  const titles = new Map(intents.map((intent) => [intent.name, intent]));
  document.getElementById("intents").replaceChildren(
    ...intents.map((intent) => make("option", { value: intent.name, textContent: `${intent.fr} ${intent.ar}` })));
  place.replaceChildren(...groups.map((group) => {
    const section = groupElement(group, titles, {
      one: decide,
      all: (name) => decideAll(name, section),
    });
    return section;
  }));
  showKeys();
  showLeft();
  rows()[0]?.focus();
}

async function decide(name, row) {
  if (name === "need" && !row.dataset.naming) return nameNeed(row);
  const body = { ...fieldsOf(row), decision: DECISIONS[name] };
  const next = rows()[rows().indexOf(row) + 1];
  const answer = await fetch("/decisions", {
    method: "POST", headers: { "Content-Type": "application/json", "X-Csrf": csrf }, body: JSON.stringify(body),
  }).catch(() => null);
  if (!answer?.ok) return showOutcome(row, say("failed"), false);
  const { added, refused } = await answer.json();
  if (refused) return showOutcome(row, say("refused", { why: refused }), false);
  showOutcome(row, added ? say("added", { place: added }) : say("settled"), true);
  showLeft();
  (next ?? rows()[0])?.focus();
}

/** One after the other: what was just added may refuse the next one as a copy. */
async function decideAll(name, section) {
  for (const row of section.querySelectorAll("article:not(.settled)")) await decide(name, row);
}

/** A need is named in the place of the intent, and kept when Enter is pressed. */
function nameNeed(row) {
  const field = row.querySelector("[name=intent]");
  row.dataset.naming = "yes";
  Object.assign(field, { value: "", placeholder: say("need_name"), dir: "auto" });
  field.focus();
}

const ACTS = {
  accept: (row) => decide("accept", row),
  reject: (row) => decide("reject", row),
  need: (row) => decide("need", row),
  change: (row) => row.querySelector("[name=intent]").select(),
  edit: (row) => row.querySelector("[name=words]").focus(),
  accept_all: (row) => decideAll("accept", row.closest("section")),
  reject_all: (row) => decideAll("reject", row.closest("section")),
};

function move(row, step) {
  const all = rows();
  all[Math.min(all.length - 1, Math.max(0, all.indexOf(row) + step))]?.focus();
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("article");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target !== row) return inField(event, row);
  const wanted = row.proposed[Number(event.key) - 1];
  if (event.key === "ArrowDown" || event.key === "j") move(row, 1);
  else if (event.key === "ArrowUp" || event.key === "k") move(row, -1);
  else if (KEYS[event.key]) ACTS[KEYS[event.key]](row);
  else if (wanted) {
    row.querySelector("[name=intent]").value = wanted;
    decide("accept", row);
  } else return;
  event.preventDefault();
});

function inField(event, row) {
  if (event.key === "Escape") row.focus();
  else if (event.key === "Enter" && event.target.name === "intent") decide(row.dataset.naming ? "need" : "accept", row);
  else if (event.key === "Enter" && event.target.name === "words") row.focus();
  else return;
  event.preventDefault();
}

function showLeft() {
  const n = rows().length;
  document.getElementById("left").textContent = n ? say("left", { n }) : say("nothing");
}

function showKeys() {
  const entries = Object.entries(KEYS).map(([key, name]) => [key, say(`actions.${name}`)]);
  const all = [["↓ ↑", say("moves")], ["1 2 3", say("choose")], ...entries];
  document.getElementById("keys").replaceChildren(...all.map(([key, told]) =>
    make("div", {}, make("dt", {}, make("kbd", { textContent: key })), make("dd", { textContent: told }))));
}

document.getElementById("language").onclick = () => {
  switchLanguage();
  load();
};
showLanguage();
load();
