/** An office as a card: name, address, distance, and the way to it on a map. */
import { inLanguage, lineLanguage, markedParts } from "./bidi.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { outsideLink } from "./rich_text.js";
import { word } from "./words.js";

/** `office` as the server gives it; `language` of the message that it belongs to. */
export function officeCard(office, language) {
  const distance = word(language, "km", { n: office.distance_km });
  const map =
    isMap(office.map_url) && outsideLink(office.map_url, language, icon("pin"), word(language, "map"));
  if (map) map.className = "button";
  return h(
    "section",
    { class: "office", "aria-label": `${word(language, "office")} ${office.name}` },
    line("strong", titleOf(office), language),
    line("span", office.address, language),
    h("span", { class: "distance" }, distance),
    map,
  );
}

/** Whether a line of the message only repeats what the card shows: some of it, or town to address. */
export function isOnCard(line, office) {
  const bare = line.replace(/^• /, "");
  if ([office.name, office.address, office.map_url].includes(bare)) return true;
  const town = bare.startsWith(office.town) && titleOf(office).includes(office.town);
  return town && bare.endsWith(office.address);
}

/** With the town where the name does not say it; not beside a name in another language. */
function titleOf({ name, town }) {
  const language = lineLanguage(town, "fr");
  if (name.includes(town) || lineLanguage(name, "fr") !== language) return name;
  return `${name}${language === "ar" ? "، " : ", "}${town}`;
}

function line(name, text, language) {
  const own = lineLanguage(text, language);
  return h(name, { class: "line", ...inLanguage(own) }, ...markedParts(text, own));
}

function isMap(address) {
  return /^https:\/\//.test(address || "");
}
