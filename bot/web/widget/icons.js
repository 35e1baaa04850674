/** The pictures on buttons and cards: strokes of one width on a grid of 24 by 24. */

const SHAPES = {
  attention: ["M12 5v9", "M12 18.5v.5"],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  copy: ["M9 9h10v11H9z", "M5 15V4h10"],
  cross: ["M7 7l10 10", "M17 7L7 17"],
  eye: [
    "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z",
    "M12 9.3a2.7 2.7 0 100 5.4 2.7 2.7 0 000-5.4z",
  ],
  health: [
    "M12 20s-7.5-4.6-7.5-10A4.3 4.3 0 0112 7.3 4.3 4.3 0 0119.5 10c0 5.4-7.5 10-7.5 10z",
    "M12 10v5",
    "M9.5 12.5h5",
  ],
  mail: ["M3.5 6h17v12h-17z", "M3.5 7l8.5 6.5L20.5 7"],
  menu: ["M12 5.5v.01", "M12 12v.01", "M12 18.5v.01"],
  mic: [
    "M12 3.5a2.8 2.8 0 00-2.8 2.8v5a2.8 2.8 0 005.6 0v-5A2.8 2.8 0 0012 3.5z",
    "M5.8 11.5a6.2 6.2 0 0012.4 0",
    "M12 17.7v3",
  ],
  more: ["M5.5 12h.01", "M12 12h.01", "M18.5 12h.01"],
  paper: ["M6 3.5h8l4 4v13H6z", "M9 12h6", "M9 16h6"],
  pen: ["M4 20l1-4L16.5 4.5l3 3L8 19z"],
  people: [
    "M9 11a3.3 3.3 0 100-6.6A3.3 3.3 0 009 11z",
    "M3 19.5c.5-3.5 2.8-5.3 6-5.3s5.5 1.8 6 5.3",
    "M15.5 4.9a3.3 3.3 0 010 5.7",
    "M17.5 14.7c2 .7 3.2 2.3 3.5 4.8",
  ],
  phone: [
    "M6 3.5h3.5l1.5 4.5-2 1.5c1 2.3 3 4.3 5.5 5.5l1.5-2 4.5 1.5V18c0 1.5-1 2.5-2.5 2.5C11 20 4 13 3.5 6A2.5 2.5 0 016 3.5z",
  ],
  pin: [
    "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0113 0c0 5-6.5 11-6.5 11z",
    "M12 7.7a2.3 2.3 0 100 4.6 2.3 2.3 0 000-4.6z",
  ],
  print: ["M7 9V3.5h10V9", "M7 17H4V9h16v8h-3", "M7 14h10v6.5H7z"],
  progress: ["M12 3.5a8.5 8.5 0 108.5 8.5", "M12 7.5V12l3 2"],
  search: ["M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13z", "M15.5 15.5L20 20"],
  send: ["M4 12h15", "M13 6l6 6-6 6"],
  shield: ["M12 20.5c-4.5-2.3-7-5.5-7-10V5.5L12 3l7 2.5v5c0 4.5-2.5 7.7-7 10z", "M12 8.5v6", "M9 11.5h6"],
  sound: ["M4 9.5h4l5-4v13l-5-4H4z", "M16.5 9a4.5 4.5 0 010 6", "M19 6.5a8 8 0 010 11"],
  steps: ["M4 19.5h5v-5h5v-5h5v-5"],
  talk: ["M4 5h16v11H11l-4.5 4v-4H4z", "M8.5 10.5h.01", "M12 10.5h.01", "M15.5 10.5h.01"],
  thumb: ["M8 20V10l4-6.5c1.5 0 2.3 1 2.3 2.3L13.5 9.5H20l-1.5 8.8c-.2 1-1 1.7-2 1.7z", "M4 10h4v10H4z"],
};
const SVG = "http://www.w3.org/2000/svg";

/** An icon by name, hidden from screen readers: the text beside it says it. */
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  picture.setAttribute("class", `icon icon-${name}`);
  for (const shape of SHAPES[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape);
    picture.append(path);
  }
  return picture;
}
