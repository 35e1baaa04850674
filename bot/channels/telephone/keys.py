"""What the telephone's keys do, the same at every moment of a call."""

from __future__ import annotations

REPEAT, SLOWER, PERSON, MORE, SEND_LINK = "*", "0", "9", "8", "7"
YES, NO = "1", "2"
LANGUAGE_BY_KEY = {"1": "ar", "2": "fr"}
# For what can be chosen after an answer, in order.
OPTIONS = "123456"
# The letters on each key, as on every telephone.
_LETTERS = {
    "2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL",
    "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ",
}  # fmt: skip


def letters_typed(digits: str) -> str | None:
    """Letters from pairs of keys, the key that bears the letter and its place there: 21 is A.

    None where the keys are no such pairs.
    """
    pairs = [digits[start : start + 2] for start in range(0, len(digits), 2)]
    letters = [_letter(pair) for pair in pairs]
    if not letters or None in letters:
        return None
    return "".join(letter for letter in letters if letter)


def _letter(pair: str) -> str | None:
    if len(pair) != 2 or pair[1] not in "1234":
        return None
    on_key, place = _LETTERS.get(pair[0], ""), int(pair[1])
    return on_key[place - 1] if place <= len(on_key) else None
