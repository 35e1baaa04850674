/** Reads an answer aloud, with a voice of the device itself: what is said stays on it. */
import { harmless } from "./bidi.js";
import { iconButton } from "./buttons.js";
import { word } from "./words.js";

/** A button; null where the device has no voice of its own for the message's language. */
export function listenButton(message, language) {
  const voice = ownVoice(message.language);
  if (!voice) return null;
  const button = iconButton("sound", word(language, "listen"), () => {
    const wasSpeaking = button.getAttribute("aria-pressed") === "true";
    // Whatever is being read ends, and its button with it.
    speechSynthesis.cancel();
    if (!wasSpeaking) speak(message, voice, show);
  });
  const show = (on) => button.setAttribute("aria-pressed", String(on));
  show(false);
  return button;
}

function speak(message, voice, show) {
  const speech = new SpeechSynthesisUtterance(harmless(message.text));
  Object.assign(speech, { voice, lang: voice.lang, onend: () => show(false), onerror: () => show(false) });
  speechSynthesis.speak(speech);
  show(true);
}

/** Voices that are not local send the text to the browser's maker. */
function ownVoice(language) {
  const voices = window.speechSynthesis?.getVoices() || [];
  return voices.find(({ lang, localService }) => localService && lang.startsWith(language));
}
