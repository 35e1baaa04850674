"""Where a text writes a day, a month and a year; which of them is which, and nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from identifiers.months import MONTH_PATTERN, MONTHS
from identifiers.number_words import DAY_WORDS, YEAR_WORDS, day_of, year_of

_GAP = r"(?:\s{0,2}[/.,،\\_|;:*-]{1,2}\s{0,2}|\s{1,3}(?:du\s)?)"
# Not in the middle of another date: "5/3/2003 12/5" holds no 2003-12-05.
_START = r"(?<!\d)(?<!\d[/._-])"
_FIRST = ("premier", "فاتح", "louwel", "lowwel", "lowel", "lwel", "اللول")
_DAY = rf"(?:(?P<day>\d{{1,2}})(?:\s?(?:er|ier|st|eme)(?![^\W\d_]))?|{'|'.join(_FIRST)})"
_OF = r"(?:\s*,?\s*(?:du\s+mois\s+de|de|d|en|من|شهر)\s+)?"
_YEAR_WORD = r"(?:(?:de\s+l['’]?annee|annee|en|f?3am|f|d\s?l|سنة|ف?عام|ف)\s*)?"
_MONTH_WORD = r"(?:(?:du|de|d|f|ta3|dyal|من|ف)\s*)?(?:mois|chhar|chher|chhr|ch7ar|(?:ال)?شهر)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # The day comes first, as everywhere in Morocco.
        rf"{_START}(?P<day>\d{{1,2}}){_GAP}(?P<month>\d{{1,2}}){_GAP}(?P<year>\d{{4}}|\d{{2}})(?!\d)",
        rf"{_START}(?P<year>(?:19|20)\d\d){_GAP}(?P<month>\d{{1,2}}){_GAP}(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<![^\W_]){_DAY}{_OF}[\s./-]*(?P<name>{MONTH_PATTERN})"
        rf"(?![^\W\d_])[\s./,،-]*{_YEAR_WORD}(?P<year>\d{{4}}|\d{{2}})(?!\d)",
        # As in English and on some forms.
        rf"(?<![^\W_])(?P<name>{MONTH_PATTERN})(?![^\W\d_])[\s./-]*"
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,./-]{{1,3}}(?P<year>\d{{4}})(?!\d)",
        rf"(?<!\d)(?P<year>(?:19|20)\d\d)[\s,./-]{{1,3}}(?P<name>{MONTH_PATTERN})(?![^\W\d_])"
        rf"[\s./-]*(?P<day>\d{{1,2}})(?!\d)",
        # Spoken: the day or the year, or both, in words.
        rf"(?<![^\W_])[فبلو]?(?P<day>{DAY_WORDS}|{'|'.join(_FIRST)}|\d{{1,2}}){_OF}\s*"
        rf"(?P<name>{MONTH_PATTERN})(?![^\W\d_])\s*{_YEAR_WORD}"
        rf"(?P<year>{YEAR_WORDS}|\d{{4}}(?!\d))",
        # "the seventh of month four": a month by its number.
        rf"(?<![^\W_])[فبلو]?(?P<day>{DAY_WORDS}|\d{{1,2}})\s+{_MONTH_WORD}\s+"
        rf"(?P<month>{DAY_WORDS}|\d{{1,2}})\s*{_YEAR_WORD}(?P<year>{YEAR_WORDS}|\d{{4}}(?!\d))",
    )
)
_WITHOUT_YEAR = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}{_GAP}\d{{1,2}}|{_DAY}{_OF}[\s./-]*(?:{MONTH_PATTERN}))(?![^\W_])"
)


@dataclass(frozen=True)
class WrittenDate:
    """A date at `text[start:end]`; `year` may be two digits, and the day may not exist."""

    start: int
    end: int
    day: int
    month: int
    year: str

    @property
    def month_first(self) -> bool:
        """Written as in America, 04/25/2003: the second number is no month, the first could be."""
        return 1 <= self.day <= 12 < self.month <= 31

    def on(self, year: int) -> date:
        """The date in a year of four digits; ValueError if there is no such day."""
        return date(year, self.month, self.day)


def written_dates(folded: str) -> Iterator[WrittenDate]:
    """Every date in a folded text; those of one pattern do not overlap."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(folded):
            if not _inside_longer_number(folded, found):
                yield _read(found)


def has_date_without_year(folded: str) -> bool:
    """Whether a day and a month are there."""
    return _WITHOUT_YEAR.search(folded) is not None


def _inside_longer_number(folded: str, found: re.Match[str]) -> bool:
    # "06.12.1998.45" and "15 12 98 45 67" hold no date: their groups go on beyond the year. After
    # a year of four digits a space may well begin something else.
    separator = folded[found.end("month" if "month" in found.groupdict() else "name")]
    if separator.isspace() and len(found["year"]) == 4:
        return False
    before, after = folded[: found.start()], folded[found.end() :]
    goes_on = after[:1] == separator and after[1:2].isdigit()
    return goes_on or (before[-1:] == separator and before[-2:-1].isdigit())


def _read(found: re.Match[str]) -> WrittenDate:
    groups = found.groupdict()
    month = MONTHS[groups["name"]] if groups.get("name") else _number(groups["month"])
    year = groups["year"] if groups["year"].isdigit() else str(year_of(groups["year"]))
    return WrittenDate(*found.span(), day=_day(groups["day"]), month=month, year=year)


def _day(written: str | None) -> int:
    if written is None or written in _FIRST:
        return 1
    return _number(written)


def _number(written: str) -> int:
    return int(written) if written.isdigit() else day_of(written)
