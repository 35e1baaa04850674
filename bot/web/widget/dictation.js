/** Voice input, where the browser has it. */
import { iconButton } from "./buttons.js";
import { word } from "./words.js";

const SPOKEN = { fr: "fr-FR", ar: "ar-MA" };

/** A button that writes what is said into `field`; null where the browser cannot. `say` shows a notice. */
export function dictationButton(field, language, say) {
  const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
  if (!Recognition) return null;
  let running = null;
  const button = iconButton("mic", word(language, "dictate"), () => (running ? running.stop() : start()));
  const show = (on) => {
    button.setAttribute("aria-pressed", String(on));
    button.title = word(language, on ? "dictate_stop" : "dictate");
  };
  const start = () => {
    say(word(language, "dictate_note"));
    running = Object.assign(new Recognition(), { lang: SPOKEN[language], interimResults: true });
    const before = field.value && `${field.value} `;
    running.onresult = ({ results }) =>
      write(field, before + [...results].map(([best]) => best.transcript).join(""));
    running.onerror = () => say(word(language, "dictate_failed"));
    running.onend = () => show(Boolean((running = null)));
    running.start();
    show(true);
  };
  show(false);
  return button;
}

function write(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input"));
}
