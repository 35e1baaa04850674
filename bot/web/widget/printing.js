/** Prints an answer or the conversation alone, whatever page the widget stands in. */

/** Print what `host` shows; `element`, when given, is the only message on the sheet. */
export function printOnly(host, element = null) {
  const shown = elementsBeside(host).map(hidden);
  element?.classList.add("printed");
  host.toggleAttribute("printing-one", Boolean(element));
  const restore = () => {
    for (const show of shown) show();
    element?.classList.remove("printed");
    host.removeAttribute("printing-one");
  };
  window.addEventListener("afterprint", restore, { once: true });
  window.print();
}

/** Hide an element against any style of the page; gives what shows it again as it was. */
function hidden({ style }) {
  const before = [style.getPropertyValue("display"), style.getPropertyPriority("display")];
  style.setProperty("display", "none", "important");
  return () => style.setProperty("display", ...before);
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
