/** What a message says, as blocks: lines, lists, the picture of its step or status, office cards. */
import { harmless, inLanguage, lineLanguage } from "./bidi.js";
import CHOICES from "./choices.json";
import { h } from "./dom.js";
import { isOnCard, officeCard } from "./office_card.js";
import { richText } from "./rich_text.js";
import { progressPicture, stepList, stepPlace } from "./stepper.js";

const BULLET = /^• */;
const ADDRESS_ALONE = /^https?:\S+$/;
const NUMBERED = /^\d[.)] */;
// French puts a space before these, and no line may begin with them.
const BEFORE_SIGN = / (?=[?!:;»%])/g;
const NO_BREAK = "\u00a0";

/** The blocks of a message from the server. */
export function messageBody(message) {
  return [pictureOf(message), ...blocks(message)].filter(Boolean);
}

function pictureOf({ step, status, language }) {
  if (step) return stepPlace(step, language);
  return status ? progressPicture(status, language) : null;
}

/** The lines in their order; an office's card stands where the text names the office. */
function blocks(message) {
  const offices = [...(message.offices || [])];
  const shown = [];
  for (const line of linesOf(message)) {
    const office = (message.offices || []).find((one) => isOnCard(line, one));
    const index = offices.indexOf(office);
    if (!office) addLine(shown, line, message);
    else if (index >= 0) shown.push(officeCard(...offices.splice(index, 1), message.language));
  }
  const left = offices.map((one) => officeCard(one, message.language));
  return [...shown.map((one) => finished(one, message)), ...left];
}

function linesOf({ text }) {
  const lines = harmless(text).split("\n");
  return lines.map((line) => line.trim()).filter(Boolean);
}

/** Put the line into the list that it continues, or into a block of its own. */
function addLine(shown, line, message) {
  const last = shown[shown.length - 1];
  const kind = kindOf(line, message);
  if (last?.kind === "bullets" && ADDRESS_ALONE.test(line)) {
    last.items[last.items.length - 1].push(line);
  } else if (!kind) {
    shown.push(lineBlock(line, message));
  } else {
    const item = [line.replace(kind === "steps" ? NUMBERED : BULLET, "")];
    if (last?.kind === kind) last.items.push(item);
    else shown.push({ kind, items: [item] });
  }
}

function kindOf(line, { step }) {
  if (BULLET.test(line)) return "bullets";
  return step === 0 && NUMBERED.test(line) ? "steps" : null;
}

/** A list as an element; any other block is one already. */
function finished(block, message) {
  if (block.kind === "steps") {
    return stepList(
      block.items.map(([line]) => nodes(line, message)),
      message.language,
    );
  }
  if (block.kind !== "bullets") return block;
  const items = block.items.map((lines) => h("li", {}, ...lines.map((line) => lineBlock(line, message))));
  return h("ul", {}, ...items);
}

function lineBlock(line, message) {
  const own = lineLanguage(line, message.language);
  const attributes = own === message.language ? {} : { class: "line", ...inLanguage(own) };
  return h("p", attributes, ...nodes(line, message));
}

function nodes(line, { language, name }) {
  const kept = line.replace(BEFORE_SIGN, NO_BREAK).replace(/« /g, `«${NO_BREAK}`);
  return richText(kept, lineLanguage(line, language), name === CHOICES.emergency);
}
