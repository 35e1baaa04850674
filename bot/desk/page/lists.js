/** The lists: who waits, whom the agent has, whom to call. */
import { h } from "../../web/widget/dom.js";
import { clock, minutesSince, say } from "./desk_words.js";

/** A conversation as a card; `act` holds `take(talk)`, `open(talk)`, `title(topic)`, `unread(talk)`. */
export function talkCard(talk, me, act) {
  const waiting = talk.state === "waiting";
  const onCall = talk.state === "on_call";
  const click = () => (waiting ? act.take(talk) : act.open(talk));
  const unread = waiting || onCall ? 0 : act.unread(talk);
  const since = onCall ? callState(talk) : waiting && say("waits", { n: minutesSince(talk.queued_at) });
  const facts = [say(`channels.${talk.channel}`), say(`languages.${talk.language}`), since].filter(Boolean);
  const last = talk.wishes.at(-1);
  const button = h(
    "button",
    { class: "button strong", "data-key": `talk-${talk.id}`, on: { click } },
    say(waiting ? "take" : onCall ? "read" : "open"),
  );
  return h(
    "li",
    { class: talk.urgent ? "card urgent" : "card", "data-talk": talk.id, "data-state": talk.state },
    h("p", { class: "card-head" }, h("strong", {}, topicOf(talk, act)), badge(talk, me, unread)),
    last && h("p", { class: "wish", dir: "auto" }, last),
    h("p", { class: "facts" }, facts.join(" · ")),
    talk.student_types && h("p", { class: "typing" }, say("student_types")),
    button,
  );
}

/** How a call stands that was put through: it rings, or somebody speaks. */
export function callState(talk) {
  if (!talk.answered_at) return say("rings", { n: minutesSince(talk.queued_at) });
  return say("speaks", { n: minutesSince(talk.answered_at) });
}

function topicOf(talk, act) {
  const topic = talk.topics.at(-1);
  return topic ? act.title(topic) : say(`causes.${talk.cause}`);
}

function badge(talk, me, unread) {
  if (talk.state === "on_call") return h("span", { class: "badge" }, say("on_call"));
  if (talk.urgent) return h("span", { class: "badge danger" }, say("urgent"));
  if (unread) return h("span", { class: "badge" }, say("unread", { n: unread }));
  if (talk.reserved_for === me.id) return h("span", { class: "badge" }, say("for_you"));
  return talk.reserved_for && h("span", { class: "badge quiet" }, say("for_colleague"));
}

/** A call as a card; `act` holds `call(call, deed)`, `title(topic)`, `name(agentId)`; `number` if shown. */
export function callCard(call, me, act, number) {
  const mine = call.state === "taken" && call.agent_id === me.id;
  const late = new Date(call.due_until) < new Date();
  const due = say("due", { a: clock(call.due_at), b: clock(call.due_until) });
  const button = (deed, look = "button") =>
    h("button", { class: look, "data-key": `call-${call.id}-${deed}`, on: { click: () => act.call(call, deed) } }, say(deed));
  const buttons = mine
    ? [!number && button("number", "button strong"), button("reached"), button("missed")]
    : [call.state === "open" && button("take", "button strong")];
  const topic = call.topics.at(-1);
  return h(
    "li",
    { class: "card", "data-call": call.id },
    h(
      "p",
      { class: "card-head" },
      h("strong", {}, topic ? act.title(topic) : say(`causes.${call.cause}`)),
      late && h("span", { class: "badge danger" }, say("late")),
    ),
    h("p", { class: "facts" }, [due, say(`languages.${call.language}`), call.tries > 0 && say("tries", { n: call.tries + 1 })].filter(Boolean).join(" · ")),
    call.wishes.at(-1) && h("p", { class: "wish", dir: "auto" }, call.wishes.at(-1)),
    number && h("p", {}, h("a", { class: "number", href: `tel:${number}`, dir: "ltr" }, number)),
    call.state === "taken" && !mine && h("p", { class: "facts" }, say("taken_by", { n: act.name(call.agent_id) })),
    h("p", { class: "row" }, ...buttons),
  );
}

/** Put new content in a place without losing the focus that is in it. */
export function refill(place, ...content) {
  const key = place.contains(document.activeElement) && document.activeElement.dataset.key;
  place.replaceChildren(...content.filter(Boolean));
  if (key) place.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}
