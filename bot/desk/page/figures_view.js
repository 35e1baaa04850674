/** The supervisor's figures. */
import { h } from "../../web/widget/dom.js";
import { barChart, dayChart } from "./charts.js";
import { deskLanguage, say } from "./desk_words.js";

const PERIODS = [1, 7, 30, 92];

/** The figures of the last days; `load(days)` fetches them. */
export function figuresView(load) {
  const body = h("div", { class: "figures" });
  const period = h(
    "select",
    { class: "field", id: "period" },
    ...PERIODS.map((days) => h("option", { value: days, selected: days === 7 }, say("days", { n: days }))),
  );
  const show = async () => body.replaceChildren(...parts(await load(Number(period.value))));
  period.addEventListener("change", show);
  show();
  const label = h("label", { for: "period" }, say("period"), " ");
  return h("section", { class: "panel wide", "aria-label": say("figures") }, h("p", {}, label, period), body);
}

function parts(figures) {
  const tile = (word, value) => h("div", { class: "tile" }, h("dt", {}, say(word)), h("dd", {}, String(value)));
  const names = ["begun", "answered", "abandoned", "expired"];
  const tiles = [
    tile("waiting_now", figures.waiting),
    tile("taken_now", figures.taken),
    ...names.map((name) => tile(name, figures[name])),
  ];
  const shown = [h("dl", { class: "tiles" }, ...tiles)];
  if (figures.begun === 0) return [...shown, h("p", {}, say("no_figures"))];
  if (figures.first_answer) shown.push(waits(figures.first_answer));
  const days = Object.entries(figures.days).map(([day, one]) => [
    shortDay(day),
    one.answered,
    one.unanswered,
    one.begun - one.answered - one.unanswered,
  ]);
  shown.push(h("h2", {}, say("by_day")), legend(), dayChart(say("by_day"), days));
  for (const [word, table] of [
    ["by_cause", "causes"],
    ["by_outcome", "outcomes"],
    ["by_call", "calls"],
  ]) {
    const names = table === "calls" ? "states" : table;
    const rows = Object.entries(figures[table])
      .filter(([, count]) => count > 0)
      .map(([key, count]) => [say(`${names}.${key}`), count]);
    if (rows.length) shown.push(h("h2", {}, say(word)), barChart(say(word), rows, deskLanguage() === "ar"));
  }
  return shown;
}

function waits({ median, p90 }) {
  const minutes = (seconds) => say("minutes", { n: (seconds / 60).toFixed(1) });
  return h("p", {}, `${say("first_answer")} : ${say("median")} ${minutes(median)}, ${say("p90")} ${minutes(p90)}`);
}

function legend() {
  const key = (look, word) => h("span", {}, h("i", { class: look }), " ", say(word));
  return h("p", { class: "facts legend" }, key("key-good", "answered"), key("key-bad", "unanswered"), key("key-open", "taken_now"));
}

function shortDay(day) {
  return day.slice(5).split("-").reverse().join("/");
}
