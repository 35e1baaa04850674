"""A date of birth in any usual writing; the day comes first, as everywhere in Morocco."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from identifiers.folding import fold_digits
from identifiers.months import MONTH_PATTERN, MONTHS, fold_month
from identifiers.problem import InvalidIdentifier, Reason

YOUNGEST, OLDEST = 10, 80
_GAP = r"[\s./\\,،-]{1,3}"
_ORDINAL = r"(?:\s*(?:er|ier|st))?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d)(?P<year>(?:19|20)\d\d){_GAP}(?P<month>\d{{1,2}}){_GAP}(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}}){_GAP}(?P<month>\d{{1,2}}){_GAP}(?P<year>\d{{4}}|\d{{2}})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}}){_ORDINAL}\s*(?:de\s+|d)?[\s./-]*(?P<name>{MONTH_PATTERN})"
        rf"(?![^\W\d_])[\s./,،-]*(?P<year>\d{{4}}|\d{{2}})(?!\d)",
    )
)
_EIGHT_DIGITS = re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>(?:19|20)\d{2})")
_NO_YEAR = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:{_GAP}\d{{1,2}}|{_ORDINAL}\s*(?:{MONTH_PATTERN}))(?!\d)"
)


def read_birth_date(text: str, today: date) -> date:
    """The date that an answer to "when were you born?" gives.

    Raises:
        InvalidIdentifier: no date in it, no year, no such day, in the future or too long ago.
    """
    folded = fold_month(fold_digits(text)).strip()
    found = next(_matches(folded), None) or _EIGHT_DIGITS.fullmatch(re.sub(r"\s", "", folded))
    if found is None:
        no_year = _NO_YEAR.search(folded) is not None
        raise InvalidIdentifier(Reason.DATE_NO_YEAR if no_year else Reason.DATE_UNREADABLE)
    born = _date(found, today)
    if born > today:
        raise InvalidIdentifier(Reason.DATE_FUTURE)
    if today.year - born.year > 120:
        raise InvalidIdentifier(Reason.DATE_TOO_OLD)
    return born


def birth_dates_in(text: str, today: date) -> Iterator[tuple[int, int]]:
    """Spans of the dates that make somebody between 10 and 80 years old: other dates are not his.

    `text` is searched as it is; offsets are its own. 31 February counts too: a slip of the finger
    must not stay in clear.
    """
    folded = "".join(fold_month(c)[:1] or c for c in fold_digits(text))
    for found in _matches(folded):
        age = today.year - _year(found, today)
        if YOUNGEST <= age <= OLDEST and _could_be_a_day(found):
            yield found.span()


def _matches(folded: str) -> Iterator[re.Match[str]]:
    return (found for pattern in _PATTERNS for found in pattern.finditer(folded))


def _could_be_a_day(found: re.Match[str]) -> bool:
    groups = found.groupdict()
    return 1 <= int(groups["day"]) <= 31 and 1 <= int(groups.get("month") or 1) <= 12


def _date(found: re.Match[str], today: date) -> date:
    groups = found.groupdict()
    month = MONTHS[groups["name"]] if groups.get("name") else int(groups["month"])
    try:
        return date(_year(found, today), month, int(groups["day"]))
    except ValueError:
        raise InvalidIdentifier(Reason.DATE_IMPOSSIBLE) from None


def _year(found: re.Match[str], today: date) -> int:
    year = found["year"]
    if len(year) == 4:
        return int(year)
    # "03" is 2003 and "98" is 1998: the century in which the person is old enough to study.
    this_century = today.year - today.year % 100 + int(year)
    return this_century if this_century <= today.year - YOUNGEST else this_century - 100
