/** A line of text as nodes: addresses of pages open safely, telephone numbers dial. */
import { leftToRight, markedParts } from "./bidi.js";
import { h, unseen } from "./dom.js";
import { icon } from "./icons.js";
import CHOICES from "./choices.json";
import { word } from "./words.js";

// An e-mail address is matched so that its domain is not taken for a page.
const LINKED = new RegExp(
  [
    "(?<email>[\\w.+•-]+@[\\w.-]+\\w)",
    '(?<page>https?:\\/\\/[^\\s<>"«»]*[^\\s<>"«».,;:!?)\\]\'’]|(?:www\\.)?[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.(?:ma|com|org)(?![\\w-])(?:\\/[^\\s<>"«»]*[^\\s<>"«».,;:!?)\\]\'’])?)',
    `(?<phone>\\+\\d{1,3}[ .]?\\d(?:[ .-]?\\d){7,11}(?!\\d)|0[5-8](?:[ .-]?\\d){8}(?!\\d)|${CHOICES.short_number}(?! ?\\d))`,
  ].join("|"),
  "giu",
);
const EMERGENCY_NUMBER = /(?<phone>\d{2,3}(?!\d))/g;
const LONGEST_SHOWN = 42;

/** The nodes of a line; in an emergency short numbers dial too. */
export function richText(line, language, emergency = false) {
  const nodes = [];
  let end = 0;
  for (const found of line.matchAll(emergency ? EMERGENCY_NUMBER : LINKED)) {
    // The end of a longer number is no telephone number.
    if (/\d/.test(line.charAt(found.index - 1))) continue;
    nodes.push(...markedParts(line.slice(end, found.index), language), linked(found, language));
    end = found.index + found[0].length;
  }
  return [...nodes, ...markedParts(line.slice(end), language)];
}

/** A link that tells the other site nothing and cannot reach this page. */
export function outsideLink(address, language, ...content) {
  const safe = { target: "_blank", rel: "noopener noreferrer", href: address };
  return h("a", safe, ...content, unseen(` (${word(language, "new_tab")})`));
}

export function phoneLink(number, language) {
  const href = `tel:${number.replace(/[^\d+]/g, "")}`;
  const label = word(language, "call", { n: number });
  return h("a", { class: "phone", href, "aria-label": label }, icon("phone"), leftToRight(number));
}

function linked({ 0: text, groups }, language) {
  if (groups.phone) return phoneLink(text, language);
  if (groups.email) return leftToRight(text);
  const address = safeAddress(text);
  return address ? outsideLink(address, language, leftToRight(shortened(text))) : leftToRight(text);
}

function safeAddress(text) {
  try {
    const address = new URL(/^https?:/i.test(text) ? text : `https://${text}`);
    return address.username || address.password ? null : address.href;
  } catch {
    return null;
  }
}

/** A plain http stays visible; a long address is cut at its end, never in the site's name. */
function shortened(address) {
  const shown = address.replace(/^https:\/\//i, "").replace(/\/$/, "");
  const site = shown.replace(/^(http:\/\/)?([^/?#]*).*$/i, "$1$2");
  const longest = Math.max(LONGEST_SHOWN, site.length);
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}
