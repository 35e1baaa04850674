"""Arabic numbers in words, Standard and Moroccan, as digits.

No library under a licence that fits reads them. The words up to 99 are the same as in a date that
is written out (`identifiers.number_words`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from identifiers.folding import fold
from identifiers.number_words import SMALL_NUMBERS

_HUNDRED = ("مئة", "مائة", "مية", "ميه", "ماية", "ميا", "مئه", "مائه")
_TWO_HUNDRED = ("مئتين", "مائتين", "مئتان", "مائتان", "ميتين", "ميتاين", "مئتا", "مائتا")
_THREE_TO_NINE = {
    3: "ثلاث ثلاثة تلت تلات ثلث", 4: "أربع أربعة ربع ربعة", 5: "خمس خمسة", 6: "ست ستة ستّ",
    7: "سبع سبعة", 8: "ثماني ثمان ثمن تمن ثمانية", 9: "تسع تسعة",
}  # fmt: skip
_SPELLINGS = {
    0: "صفر زيرو", 1: "وحدة وحده أحد إحدى",
    2: "تنين ثنين اتنين اثنا اثني اثنتا اثنتي", 3: "تلاته ثلاثه تلتة",
    4: "ربعه أربعه", 5: "خمسه", 6: "سته", 7: "سبعه", 8: "تمنيه ثمانيه تمانية تمنيا", 9: "تسعه تسعد",
    10: "عشره عاشرة", 11: "حضاش حداعش", 12: "اطناش ثناعش طنعش", 13: "ثلطاش", 18: "ثمنطاش",
    40: "أربعون", 50: "خمسون", 60: "ستون", 70: "سبعون", 80: "ثمانون", 90: "تسعون",
}  # fmt: skip
_THOUSAND = ("ألف", "ألفا", "آلاف", "لاف")
_TWO_THOUSAND = ("ألفين", "ألفان")
_AND = "و"
_SMALL = 10


def _words() -> dict[str, int]:
    """One word each, folded, with its value."""
    arabic = {phrase: number for phrase, number in SMALL_NUMBERS.items() if phrase[0] > "\u0600"}
    words = {phrase: number for phrase, number in arabic.items() if " " not in phrase}
    for number, spellings in _SPELLINGS.items():
        words |= dict.fromkeys(spellings.split(), number)
    for number, stems in _THREE_TO_NINE.items():
        hundreds = (stem + hundred for stem in stems.split() for hundred in _HUNDRED)
        words |= dict.fromkeys(hundreds, number * 100)
    words |= dict.fromkeys(_HUNDRED, 100) | dict.fromkeys(_TWO_HUNDRED, 200)
    words |= dict.fromkeys(_THOUSAND, 1000) | dict.fromkeys(_TWO_THOUSAND, 2000)
    return {fold(word).text: number for word, number in words.items()}


_VALUES = _words()
_WORD = re.compile(r"[^\s,،.؛;:!?؟]+")


@dataclass
class _Number:
    """A number that is being heard: whole thousands, and what comes after them.

    `ranks` are the places taken below a thousand: 1, 10 and 100.
    """

    thousands: int = 0
    rest: int = 0
    ranks: frozenset[int] = frozenset()

    def add(self, value: int, linked: bool) -> bool:
        """Take in one more word; False where it begins another number.

        Args:
            linked: "and" stands before it.
        """
        if value >= 1000:
            return self._add_thousands(value, linked)
        if not linked and self._multiplies(value):
            self.rest, self.ranks = self.rest * 100, frozenset({100})
            return True
        is_teen = not linked and value == 10 and self.ranks in ({1}, {1, 100})
        if not is_teen and (not linked or not self._has_place(value)):
            return False
        self.rest += value
        self.ranks |= _ranks_of(value)
        return True

    @property
    def value(self) -> int:
        return self.thousands + self.rest

    def _add_thousands(self, value: int, linked: bool) -> bool:
        if self.thousands or linked or value != 1000 or not self.rest:
            return False
        self.thousands, self.rest, self.ranks = self.rest * 1000, 0, frozenset()
        return True

    def _multiplies(self, value: int) -> bool:
        return value == 100 and self.ranks == {1} and self.rest > 2

    def _has_place(self, value: int) -> bool:
        """A hundred before the rest; units before or after the tens."""
        new = _ranks_of(value)
        fits = not new & self.ranks
        return fits and (100 not in new or not self.ranks)


def arabic_digits(text: str, dictated: bool = False) -> str:
    """`text` with every number in digits: "ألفين وثلاثة" is "2003".

    Numbers said one after the other, without "and", stay apart: "واحد جوج" is "1 2". What is no
    number stays as it is written.

    Args:
        dictated: numbers are all that is expected; otherwise "واحد" and the like, up to ten, stay
            as they are: "واحد السؤال" is "a question".
    """
    parts: list[str] = []
    number: _Number | None = None
    heard: list[str] = []
    for word, value, linked in _heard(text):
        if number is not None and value is not None and number.add(value, linked):
            heard.append(word)
            continue
        parts += _finished(number, heard, dictated)
        number, heard = None, []
        if value is None:
            parts.append(word)
        else:
            number, heard = _begun(value), [word]
    return " ".join([*parts, *_finished(number, heard, dictated)])


def _heard(text: str) -> Iterator[tuple[str, int | None, bool]]:
    """Each word with its value, and whether "and" stands before it, written onto it or alone."""
    words = _WORD.findall(text)
    skipped = False
    for place, word in enumerate(words):
        value, linked = _value(word)
        following = words[place + 1] if place + 1 < len(words) else ""
        if word == _AND and place and _value(following)[0] is not None:
            skipped = True
            continue
        yield (f"{_AND} {word}" if skipped else word), value, linked or skipped
        skipped = False


def _begun(value: int) -> _Number:
    if value >= 1000:
        return _Number(thousands=value)
    return _Number(rest=value, ranks=_ranks_of(value))


def _finished(number: _Number | None, heard: list[str], dictated: bool) -> list[str]:
    """The number in digits; the words themselves where they need not mean one."""
    if number is None:
        return []
    stays = not dictated and number.value <= _SMALL
    return heard if stays else [str(number.value)]


def _ranks_of(value: int) -> frozenset[int]:
    """The places that a word takes: 23 takes units and tens; eleven cannot be joined by units."""
    if value >= 100:
        return frozenset({100})
    if value >= 10:
        return frozenset({10}) if value % 10 == 0 and value > 10 else frozenset({1, 10})
    return frozenset({1})


def _value(word: str) -> tuple[int | None, bool]:
    """A word's value, and whether "and" is written onto it; "واحد" begins with no "and"."""
    folded = fold(word).text
    if folded.isdigit():
        return None, False
    if folded in _VALUES:
        return _VALUES[folded], False
    if folded.startswith(_AND) and folded[1:] in _VALUES:
        return _VALUES[folded[1:]], True
    return None, False
