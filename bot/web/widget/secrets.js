/** Which messages may hold an identity number: those are never kept on this device. */

const ARABIC_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
// A card number, or the start of one, is a letter or two and digits.
const LETTERED = /\b[a-z]{1,2}[ -]?\d{3}/i;
const MANY_DIGITS = 5;

/** Errs on the side of caution: a year and a price look like a secret, and cost a kind refusal. */
export function mayHoldSecret(text) {
  const plain = text.replace(ARABIC_DIGITS, "0");
  const digits = plain.replace(/\D/g, "").length;
  return digits >= MANY_DIGITS || plain.includes("@") || LETTERED.test(plain);
}
