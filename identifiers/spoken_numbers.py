"""Numbers dictated in words, digit by digit or pair by pair: "zéro six douze trente-quatre"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from identifiers.folding import fold
from identifiers.number_words import SMALL_NUMBERS, pattern_of

Span = tuple[int, int]

FEWEST_WORDS = 3
FEWEST_DIGITS = 5
_ZERO = ("zero", "صفر", "sifr", "ziro")
# Moroccan Arabic in Latin letters: "|" parts the spellings.
_ARABIZI = {
    1: "wa7d|wa7ed|wahd|wahed", 2: "jouj|joj|juj|zouj|zoj", 3: "tlata|tlatha|tlta|talata",
    4: "rb3a|reb3a|arb3a|rab3a|arba3a", 5: "khamsa|khmsa|5amsa|5msa|khemsa", 6: "stta|setta|sitta",
    7: "sb3a|seb3a|sab3a", 8: "tmnya|tmenya|tmania|tmanya", 9: "ts3od|ts3oud|tes3oud|tis3a|tes3a",
    10: "3chra|3achra|3ashra|3echra", 11: "7dach|hdach", 12: "tnach|tnash", 20: "3chrin|3echrin",
    30: "tlatin", 40: "rb3in|reb3in", 50: "khmsin|khamsin", 60: "sttin|settin", 70: "sb3in|seb3in",
    80: "tmanin", 90: "ts3in|tes3in",
}  # fmt: skip
_VALUES: dict[str, int] = {
    **dict.fromkeys(_ZERO, 0),
    **{word: number for number, words in _ARABIZI.items() for word in words.split("|")},
    **SMALL_NUMBERS,
}
# Longest first: "trente et un" is not "trente".
_ONE = "|".join(sorted(map(pattern_of, _VALUES), key=len, reverse=True))
_GAP = r"[\s,،.;:/-]{1,3}(?:et\s|و\s?)?"
_SEVERAL = re.compile(
    rf"(?<![^\W_])(?:{_ONE})(?:{_GAP}(?:{_ONE})(?![^\W_])){{{FEWEST_WORDS - 1},}}(?![^\W_])"
)
_WORD = re.compile(rf"(?<![^\W_])(?P<word>{_ONE})(?![^\W_])")


def spoken_numbers_in(folded: str) -> Iterator[Span]:
    """Three number words or more in a row that make five digits or more."""
    for found in _SEVERAL.finditer(folded):
        words = _WORD.findall(found[0])
        if sum(len(str(_BY_WORDS[_plain(word)])) for word in words) >= FEWEST_DIGITS:
            yield found.span()


def _plain(words: str) -> str:
    """One space between words, none after the Arabic "and": what `pattern_of` also matches."""
    return re.sub(r" و ?", " و", re.sub(r"[\s-]+", " ", words))


_BY_WORDS = {_plain(fold(phrase).text): number for phrase, number in _VALUES.items()}
