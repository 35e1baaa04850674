/** What a message says, as blocks: lines, lists, the picture of its step or status, office cards. */
import { harmless, inLanguage, lineLanguage } from "./bidi.js";
import CHOICES from "./choices.json";
import { h } from "./dom.js";
import { isOnCard, officeCard } from "./office_card.js";
import { richText } from "./rich_text.js";
import { progressPicture, stepList, stepPlace } from "./stepper.js";

const BULLET = /^• */;
const NUMBERED = /^\d[.)] */;
// French puts a space before these, and no line may begin with them.
const BEFORE_SIGN = / (?=[?!:;»%])/g;
const NO_BREAK = "\u00a0";

/** The blocks of a message from the server. */
export function messageBody(message) {
  const { language, step, status } = message;
  const picture = step ? stepPlace(step, language) : status ? progressPicture(status, language) : null;
  return [picture, ...blocks(message)].filter(Boolean);
}

function blocks(message) {
  const offices = [...(message.offices || [])];
  const shown = [];
  for (const line of harmless(message.text).split("\n").map((one) => one.trim())) {
    const office = (message.offices || []).find((one) => isOnCard(line, one));
    if (office) {
      const index = offices.indexOf(office);
      if (index >= 0) shown.push(officeCard(...offices.splice(index, 1), message.language));
    } else if (line) {
      addLine(shown, line, message);
    }
  }
  return [...shown.map((one) => finished(one, message)), ...offices.map((one) => officeCard(one, message.language))];
}

/** Put the line into the list that it continues, or into a block of its own. */
function addLine(shown, line, message) {
  const kind = BULLET.test(line) ? "bullets" : message.step === 0 && NUMBERED.test(line) ? "steps" : null;
  if (!kind) {
    shown.push(h("p", lineAttributes(line, message), ...nodes(line, message)));
    return;
  }
  let list = shown[shown.length - 1];
  if (list?.kind !== kind) shown.push((list = { kind, lines: [] }));
  list.lines.push(line.replace(kind === "steps" ? NUMBERED : BULLET, ""));
}

function finished(block, message) {
  if (block.kind === "steps") {
    return stepList(block.lines.map((line) => nodes(line, message)), message.language);
  }
  if (block.kind !== "bullets") return block;
  const items = block.lines.map((line) => h("li", lineAttributes(line, message), ...nodes(line, message)));
  return h("ul", {}, ...items);
}

function lineAttributes(line, { language }) {
  const own = lineLanguage(line, language);
  return own === language ? {} : { class: "line", ...inLanguage(own) };
}

function nodes(line, { language, name }) {
  const kept = line.replace(BEFORE_SIGN, NO_BREAK).replace(/« /g, `«${NO_BREAK}`);
  return richText(kept, lineLanguage(line, language), name === CHOICES.emergency);
}
