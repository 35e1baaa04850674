/** Pictures of figures, drawn as SVG; each has a table's words beside it for screen readers. */

const NS = "http://www.w3.org/2000/svg";
const WIDTH = 560;
const BAR = 26;
const LABEL = 170;

function shape(name, attributes, text) {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Lying bars, one a row: `[[label, count], ...]`. In Arabic they grow from right to left. */
export function barChart(title, rows, rightToLeft) {
  const most = Math.max(1, ...rows.map(([, count]) => count));
  const height = rows.length * (BAR + 8);
  const picture = frame(title, rows, height);
  rows.forEach(([label, count], index) => {
    const y = index * (BAR + 8);
    const length = Math.round(((WIDTH - LABEL - 60) * count) / most);
    const x = rightToLeft ? WIDTH - LABEL - length : LABEL;
    const labelX = rightToLeft ? WIDTH : 0;
    const countX = rightToLeft ? x - 8 : x + length + 8;
    picture.append(
      shape("text", { x: labelX, y: y + 18, class: "chart-label", "text-anchor": "start" }, label),
      shape("rect", { x, y, width: Math.max(length, 2), height: BAR, rx: 4, class: "chart-bar" }),
      shape("text", { x: countX, y: y + 18, class: "chart-count", "text-anchor": "start" }, count),
    );
  });
  return picture;
}

/** Standing bars of days, each in three parts: `[[day, answered, unanswered, open], ...]`. */
export function dayChart(title, rows) {
  const most = Math.max(1, ...rows.map(([, answered, unanswered, open]) => answered + unanswered + open));
  const tall = 140;
  const step = WIDTH / rows.length;
  const picture = frame(title, rows, tall + 30);
  rows.forEach(([day, answered, unanswered, open], index) => {
    const x = index * step + step * 0.15;
    const width = Math.min(step * 0.7, 60);
    const good = (tall * answered) / most;
    const bad = (tall * unanswered) / most;
    const left = (tall * open) / most;
    picture.append(
      shape("rect", { x, y: tall - good, width, height: good, class: "chart-bar" }),
      shape("rect", { x, y: tall - good - bad, width, height: bad, class: "chart-bad" }),
      shape("rect", { x, y: tall - good - bad - left, width, height: left, class: "chart-open" }),
      shape("text", { x: x + width / 2, y: tall + 20, class: "chart-label", "text-anchor": "middle" }, day),
    );
  });
  return picture;
}

function frame(title, rows, height) {
  const told = `${title}: ${rows.map((row) => row.join(" ")).join(", ")}`;
  return shape("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "chart", role: "img", "aria-label": told });
}
