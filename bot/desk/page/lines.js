/** Lines of a transcript. Whatever was said becomes text, and nothing else. */
import { h } from "../../web/widget/dom.js";
import { clock, say } from "./desk_words.js";

/** One line; `title(topic)` names a button that the student pressed. */
export function lineView(line, title) {
  const text = wordsOf(line, title);
  const body = text.split("\n").map((part) => h("p", { dir: "auto" }, part));
  const speaker = line.agent && line.from !== "system" ? line.agent : say(`speakers.${line.from}`);
  const head = h("p", { class: "line-head" }, h("strong", {}, speaker), " ", h("time", {}, clock(line.at)));
  return h(
    "li",
    { class: `line ${line.from}`, "data-number": line.number, lang: line.notice ? null : line.language },
    head,
    h("div", { class: "said" }, ...body),
    line.from === "agent" && h("p", { class: "fate" }, fateOf(line)),
  );
}

/** What became of an agent's words. */
export function fateOf(line) {
  if (line.lost) return say("lost");
  return say(line.arrived ? "arrived" : "underway");
}

function wordsOf(line, title) {
  if (line.notice) return say(`notices.${line.notice}`);
  if (line.from === "student" && /^\/[a-z_]+$/.test(line.text)) return say("pressed", { n: title(line.text.slice(1)) });
  return line.text;
}

/** What is known of a conversation before one reads it. */
export function summaryView(talk, title) {
  const rows = [
    [say("cause"), say(`causes.${talk.cause}`)],
    [say("language"), say(`languages.${talk.language}`)],
    [say("channel"), say(`channels.${talk.channel}`)],
    talk.topics.length > 0 && [say("topics"), talk.topics.map(title).join(" · ")],
    talk.tracking && [say("tracking"), say(`trackings.${talk.tracking}`)],
    talk.university && [say("university"), talk.university],
  ].filter(Boolean);
  const pairs = rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)));
  return h("dl", { class: "summary", "aria-label": say("summary") }, ...pairs);
}
