/** The page follows the chat's language and theme, and can be installed. */

const TITLES = { ar: "تغطية · Taghtia", fr: "Taghtia · تغطية" };
const BAR = { light: "#0b6e4f", dark: "#0d5a42" };

function follow(chat) {
  const page = document.documentElement;
  page.lang = chat.language;
  page.dir = chat.language === "ar" ? "rtl" : "ltr";
  page.dataset.theme = chat.isDark ? "dark" : "light";
  document.title = TITLES[chat.language];
  document.querySelector("meta[name=theme-color]").content = BAR[page.dataset.theme];
}

/** The page may name no script but this one to the browser. */
function trusted(address) {
  if (!window.trustedTypes) return address;
  return window.trustedTypes
    .createPolicy("taghtia", { createScriptURL: () => "/sw.js" })
    .createScriptURL(address);
}

const shown = document.querySelector("taghtia-chat");
shown.addEventListener("taghtia-look", () => follow(shown));
follow(shown);
// Without a worker the page only needs a network to open.
if ("serviceWorker" in navigator) navigator.serviceWorker.register(trusted("/sw.js")).catch(() => {});
