"""A date of birth in any usual writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from identifiers.folding import fold
from identifiers.problem import InvalidIdentifier, Reason
from identifiers.written_date import WrittenDate, has_date_without_year, written_dates

YOUNGEST, OLDEST = 10, 80
_LONGEST_LIFE = 120
_EIGHT_DIGITS = re.compile(r"\D*(?P<day>\d{2})(?P<month>\d{2})(?P<year>(?:19|20)\d{2})\D*")


def read_birth_date(text: str, today: date) -> date:
    """The date that an answer to "when were you born?" gives; `05032003` is 5 March 2003.

    Raises:
        InvalidIdentifier: no date in it, no year (or two digits that fit nobody between 10 and 80
            years old), the month before the day, no such day, in the future or too long ago.
    """
    folded = fold(text).text
    written = next(written_dates(folded), None) or _eight_digits(folded)
    if written is None:
        no_year = has_date_without_year(folded)
        raise InvalidIdentifier(Reason.DATE_NO_YEAR if no_year else Reason.DATE_UNREADABLE)
    born = _existing(written, today)
    if born > today:
        raise InvalidIdentifier(Reason.DATE_FUTURE)
    if today.year - born.year > _LONGEST_LIFE:
        raise InvalidIdentifier(Reason.DATE_TOO_OLD)
    return born


def birth_dates_in(folded: str, today: date, year_digits: int) -> Iterator[tuple[int, int]]:
    """Spans of the dates that make somebody between 10 and 80 years old.

    31 February counts too: a slip of the finger must not stay in clear. Years of 4 digits are
    surer than those of 2, so they are asked for apart.
    """
    for written in _plausible(folded):
        year = _year(written, today) if len(written.year) == year_digits else None
        if year is not None and YOUNGEST <= _age(written, year, today) <= OLDEST:
            yield written.start, written.end


def other_dates_in(folded: str, today: date) -> Iterator[tuple[int, int]]:
    """Spans of the dates about now: from ten years ago on nobody who writes here was born.

    Three pairs of digits with spaces between, "27 09 22", may be part of another number.
    """
    for written in _plausible(folded):
        if len(written.year) == 2 and " " in folded[written.start : written.end]:
            continue
        year = int(written.year) if len(written.year) == 4 else _in_this_century(written, today)
        if today.year - YOUNGEST <= year <= today.year + YOUNGEST:
            yield written.start, written.end


def _plausible(folded: str) -> Iterator[WrittenDate]:
    return (
        written
        for written in written_dates(folded)
        if (1 <= written.day <= 31 and 1 <= written.month <= 12) or written.month_first
    )


def _existing(written: WrittenDate, today: date) -> date:
    year = _year(written, today)
    if year is None:
        raise InvalidIdentifier(Reason.DATE_NO_YEAR)
    if written.month_first:
        raise InvalidIdentifier(Reason.DATE_MONTH_FIRST)
    try:
        return written.on(year)
    except ValueError:
        raise InvalidIdentifier(Reason.DATE_IMPOSSIBLE) from None


def _year(written: WrittenDate, today: date) -> int | None:
    """Four digits; "03" is 2003 and "98" is 1998: whichever makes the person 10 to 80 years old."""
    if len(written.year) == 4:
        return int(written.year)
    recent = _in_this_century(written, today)
    candidates = (recent, recent - 100)
    fitting = (y for y in candidates if YOUNGEST <= _age(written, y, today) <= OLDEST)
    return next(fitting, None)


def _in_this_century(written: WrittenDate, today: date) -> int:
    return today.year - today.year % 100 + int(written.year)


def _age(written: WrittenDate, year: int, today: date) -> int:
    """Full years on `today`."""
    birthday_to_come = (today.month, today.day) < (written.month, written.day)
    return today.year - year - birthday_to_come


def _eight_digits(folded: str) -> WrittenDate | None:
    found = _EIGHT_DIGITS.fullmatch(re.sub(r"(?<=\d)\s+(?=\d)", "", folded))
    if found is None:
        return None
    return WrittenDate(*found.span(), int(found["day"]), int(found["month"]), found["year"])
