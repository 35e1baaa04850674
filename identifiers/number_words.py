"""Numbers written out, as in a date that is spoken: French, Arabic, Moroccan Arabic."""

from __future__ import annotations

import re
from itertools import product

from identifiers.folding import fold

_FR_UNITS = ("", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_FR_TEENS = ("onze", "douze", "treize", "quatorze", "quinze", "seize")
_FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
# Spellings of one number are parted by "|"; in Arabic the feminine, the spoken and the ordinal too.
_AR_UNITS = (
    "", "واحد|واحدة|الأول|الحادي", "اثنان|اثنين|إثنين|جوج|زوج|الثاني", "ثلاثة|ثلاث|تلاتة|الثالث",
    "أربعة|أربع|ربعة|الرابع", "خمسة|خمس|خمسه|الخامس", "ستة|ست|السادس", "سبعة|سبع|السابع",
    "ثمانية|ثماني|ثمان|تمنية|الثامن", "تسعة|تسع|تسعود|التاسع", "عشرة|عشر|العاشر",
)  # fmt: skip
_AR_TEENS = (
    "أحد عشر|احدى عشر|حداش|الحادي عشر", "اثنا عشر|اثني عشر|طناش|تناش|الثاني عشر",
    "ثلاثة عشر|تلطاش|تلتاش|الثالث عشر", "أربعة عشر|ربعطاش|الرابع عشر",
    "خمسة عشر|خمسطاش|الخامس عشر", "ستة عشر|سطاش|السادس عشر", "سبعة عشر|سبعطاش|السابع عشر",
    "ثمانية عشر|تمنطاش|الثامن عشر", "تسعة عشر|تسعطاش|التاسع عشر",
)  # fmt: skip
_AR_TENS = {
    20: "عشرون|عشرين|العشرين|العشرون", 30: "ثلاثون|ثلاثين|تلاتين|الثلاثين", 40: "أربعين|ربعين",
    50: "خمسين", 60: "ستين", 70: "سبعين", 80: "ثمانين|تمانين", 90: "تسعين",
}  # fmt: skip
_CENTURIES = {
    1900: "mille neuf cent|mille neuf cents|dix-neuf cent|ألف وتسعمائة|ألف وتسعمئة|ألف وتسعمية",
    2000: "deux mille|deux milles|ألفين|ألفان|الفين",
}


def _french(number: int) -> str:
    if number <= 10:
        return _FR_UNITS[number]
    if number <= 16:
        return _FR_TEENS[number - 11]
    if number < 20:
        return f"dix-{_FR_UNITS[number - 10]}"
    if number < 70:
        tens, unit = _FR_TENS[number // 10 * 10], number % 10
        return f"{tens} et un" if unit == 1 else f"{tens} {_FR_UNITS[unit]}".strip()
    if number < 80:
        rest = number - 60
        return f"soixante{' et' if rest == 11 else ''} {_french(rest)}"
    return f"quatre-vingt {_french(number - 80)}" if number > 80 else "quatre-vingts"


def _arabic(number: int) -> list[str]:
    if number <= 10:
        return _AR_UNITS[number].split("|")
    if number < 20:
        return _AR_TEENS[number - 11].split("|")
    tens, unit = _AR_TENS[number // 10 * 10].split("|"), number % 10
    if not unit:
        return tens
    return [f"{one} و{ten}" for one, ten in product(_AR_UNITS[unit].split("|"), tens)]


def pattern_of(phrase: str) -> str:
    """A folded phrase; its words are parted by spaces or a dash, the Arabic "and" may touch."""
    words = re.split(r"[\s-]+", fold(phrase).text)
    return r"[\s-]+".join(re.sub("^و", r"و\\s*", re.escape(word)) for word in words)


def _alternatives(phrases: dict[str, int]) -> list[tuple[re.Pattern[str], int]]:
    return [(re.compile(pattern_of(phrase)), number) for phrase, number in phrases.items()]


SMALL_NUMBERS = {
    phrase: number for number in range(1, 100) for phrase in (_french(number), *_arabic(number))
}
_YEARS = {phrase: start for start, all_ in _CENTURIES.items() for phrase in all_.split("|")}
# Longest first: "trente et un" is not "trente".
_ONE_SMALL = "|".join(sorted(map(pattern_of, SMALL_NUMBERS), key=len, reverse=True))
_ONE_DAY = "|".join(
    sorted(
        (pattern_of(p) for p, number in SMALL_NUMBERS.items() if number <= 31),
        key=len,
        reverse=True,
    )
)
_ONE_CENTURY = "|".join(sorted(map(pattern_of, _YEARS), key=len, reverse=True))
DAY_WORDS = rf"(?:{_ONE_DAY})"
YEAR_WORDS = rf"(?:{_ONE_CENTURY})(?:[\s-]+(?:et[\s-]+)?(?:و\s*)?(?:{_ONE_SMALL}))?(?![^\W\d_])"


def day_of(words: str) -> int:
    """1 to 31 from words that `DAY_WORDS` matches."""
    return _value(words, SMALL_NUMBERS)


def year_of(words: str) -> int:
    """A year from words that `YEAR_WORDS` matches."""
    for phrase, start in sorted(_YEARS.items(), key=lambda item: -len(item[0])):
        century = re.match(pattern_of(phrase), words)
        if century:
            rest = re.sub(r"^[\s-]*(?:et\b)?[\s-]*و?\s*", "", words[century.end() :])
            return start + (_value(rest, SMALL_NUMBERS) if rest else 0)
    raise ValueError("no year in these words")


def _value(words: str, phrases: dict[str, int]) -> int:
    for pattern, number in _alternatives(phrases):
        if pattern.fullmatch(words.strip()):
            return number
    raise ValueError("no number in these words")
