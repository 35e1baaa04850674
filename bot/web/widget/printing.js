/** Prints an answer or the conversation alone, whatever page the widget stands in. */

const HIDDEN = "data-taghtia-unprinted";
const sheet = `@media print { [${HIDDEN}] { display: none !important } }`;

/** Print what `host` shows; `element`, when given, is the only message on the sheet. */
export function printOnly(host, element = null) {
  const others = elementsBeside(host);
  const style = new CSSStyleSheet();
  style.replaceSync(sheet);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
  for (const other of others) other.setAttribute(HIDDEN, "");
  element?.classList.add("printed");
  host.toggleAttribute("printing-one", Boolean(element));
  window.addEventListener("afterprint", () => restore(host, element, others, style), { once: true });
  window.print();
}

function restore(host, element, others, style) {
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== style);
  for (const other of others) other.removeAttribute(HIDDEN);
  element?.classList.remove("printed");
  host.removeAttribute("printing-one");
}

/** Everything on the page that neither holds `host` nor is it. */
function elementsBeside(host) {
  const beside = [];
  for (let one = host; one !== document.body; one = one.parentElement || one.getRootNode().host) {
    const parent = one.parentElement || one.getRootNode();
    beside.push(...[...parent.children].filter((other) => other !== one));
  }
  return beside;
}
