/** Pictures of a way: the four steps of the enrolment, and how far an application has come. */
import { h, unseen } from "./dom.js";
import { icon } from "./icons.js";
import { word } from "./words.js";

const STEP_ICONS = ["pen", "search", "mail", "health"];
const STATE_ICONS = { done: "check", current: "progress", stopped: "cross", attention: "attention" };
// The states of the stages declaration, verification, answer, for each status of an application.
const PROGRESS = {
  declared: ["done", "todo", "todo"],
  under_verification: ["done", "current", "todo"],
  accepted: ["done", "done", "accepted"],
  rejected_other_coverage: ["done", "done", "stopped"],
  incomplete: ["attention", "todo", "todo"],
};

/** All steps below each other, each with its sentence as nodes. */
export function stepList(sentences, language) {
  const items = sentences.map((sentence, index) =>
    h("li", {}, mark(STEP_ICONS[index] || "steps"), h("div", {}, h("b", {}, `${index + 1}. `), ...sentence)),
  );
  return h("ol", { class: "steps", "aria-label": word(language, "steps_title") }, ...items);
}

/** Where one step (1 to 4) stands among the four. */
export function stepPlace(step, language) {
  const names = word(language, "steps");
  const label = word(language, "step_of", { n: step, name: names[step - 1] });
  const items = names.map((name, index) =>
    h("li", { class: index + 1 === step ? "here" : "" }, mark(STEP_ICONS[index]), h("span", {}, name)),
  );
  return h("div", { class: "way", role: "img", "aria-label": label }, h("ol", {}, ...items));
}

/** How far an application has come; nothing for a status that is not known here. */
export function progressPicture(status, language) {
  const states = PROGRESS[status];
  if (!states) return null;
  const items = word(language, "stages").map((name, index) => {
    const state = states[index];
    const said = h("span", { class: "state" }, word(language, state));
    return h(
      "li",
      { class: state },
      mark(STATE_ICONS[state] || (state === "accepted" && "check")),
      h("span", {}, name, unseen(": "), said),
    );
  });
  const title = word(language, "progress");
  return h("div", { class: "way progress" }, h("ol", { "aria-label": title }, ...items));
}

function mark(name) {
  return h("span", { class: "mark" }, name && icon(name));
}
