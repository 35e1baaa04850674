// The chat page: talks to the REST channel like any other client, keeps nothing but a random id.
"use strict";

const ARABIC = /[\u0600-\u06ff]/;
const ADDRESS = /https?:\/\/[^\s]+/g;
const messages = document.getElementById("messages");
const field = document.getElementById("text");

function conversation() {
  let id = sessionStorage.getItem("conversation");
  if (!id) {
    id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem("conversation", id);
  }
  return id;
}

function direction(text) {
  return ARABIC.test(text) ? "rtl" : "ltr";
}

function show(text, mine) {
  const bubble = document.createElement("div");
  bubble.className = mine ? "message mine" : "message";
  bubble.dir = direction(text);
  bubble.lang = bubble.dir === "rtl" ? "ar" : "fr";
  bubble.append(...withLinks(text));
  messages.append(bubble);
  bubble.scrollIntoView({ block: "end" });
  return bubble;
}

function* withLinks(text) {
  let position = 0;
  for (const found of text.matchAll(ADDRESS)) {
    yield text.slice(position, found.index);
    const link = document.createElement("a");
    link.href = found[0];
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.dir = "ltr";
    link.textContent = found[0];
    yield link;
    position = found.index + found[0].length;
  }
  yield text.slice(position);
}

function showReplies(buttons) {
  const row = document.createElement("div");
  row.className = "replies";
  row.dir = direction(buttons[0].title);
  for (const { title, payload } of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = title;
    button.addEventListener("click", () => { row.remove(); say(payload, title); });
    row.append(button);
  }
  messages.append(row);
  row.scrollIntoView({ block: "end" });
}

async function ask(message) {
  const answer = await fetch("/webhooks/rest/webhook", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ sender: conversation(), message }),
  });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

async function say(message, shown) {
  if (shown) show(shown, true);
  const waiting = show("…", false);
  waiting.classList.add("waiting");
  try {
    const answers = await ask(message);
    waiting.remove();
    for (const { text, buttons } of answers) {
      if (text) show(text, false);
      if (buttons && buttons.length) showReplies(buttons);
    }
  } catch {
    waiting.textContent = "⚠ الاتصال منقطع، أعد المحاولة · Connexion perdue, réessayez";
    if (shown) field.value = shown;
  }
}

document.getElementById("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  say(text, text);
});

for (const button of document.querySelectorAll("[data-payload]")) {
  button.addEventListener("click", () => say(button.dataset.payload, button.textContent));
}

say("/greet");
