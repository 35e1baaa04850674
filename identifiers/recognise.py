"""Finds what could identify somebody in a message, so that it can be taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import phonenumbers

from identifiers.birth_date import birth_dates_in
from identifiers.folding import fold_digits

_EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_MASSAR = re.compile(r"(?<![^\W_])[A-Za-z][\s-]?\d{9}(?!\d)|(?<![\d+])(?!0[5-8])\d{10}(?!\d)")
_CIN = re.compile(r"(?<![^\W_])[A-Za-z]{1,2}[\s.-]?\d{5,7}(?!\d)")
_SPACED_CIN = re.compile(r"(?<![^\W_])[A-Za-z]{1,2}[\s-]?\d{2,3}[\s-]\d{2,4}(?!\d)")
_CIN_WITH_O = re.compile(r"(?<![^\W_])[A-Za-z]{1,2}(?=[\dOo]{5,7}(?![^\W_]))[\dOo]*\d[\dOo]*")
_CIN_AFTER_CUE = re.compile(
    r"(?:cin|cnie|carte(?:\s+nationale)?|lacarte|la carta|بطاقة|البطاقة|بطاقتي|لاكارط)"
    r"[^\d\n]{0,25}?(?P<cin>(?<![^\W_])[A-Za-z]{1,2}[\s-]?\d{4,7})(?!\d)",
    re.IGNORECASE,
)
# Whatever else is five digits long or longer stays in clear nowhere.
# Spaced groups count from seven digits on: "2026 60 jours" is nobody's number.
_NUMBER = re.compile(r"(?<!\d)[A-Za-z]{0,3}(?:\d(?:[\s./-]?\d){6,}|\d{5,})")
_AMOUNT_TAIL = re.compile(r"\s*(?:dh|dhs|mad|درهم|د\.م|%)", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """A stretch of a message, `text[start:end]`, and what it may be.

    `kind` is cin, massar_code, birth_date, phone, email or number.
    """

    kind: str
    start: int
    end: int
    value: str = field(repr=False)


def recognise(text: str, today: date, public: frozenset[str] = frozenset()) -> list[Finding]:
    """Everything in `text` that could identify somebody, in order and without overlaps.

    Args:
        text: a message; offsets of the findings are its own.
        today: tells a birth date from another date by the age that it gives.
        public: digit strings that may stay, such as a published telephone number.
    """
    folded = fold_digits(text)
    taken: list[Finding] = []
    for kind, start, end in _candidates(folded, today):
        free = all(end <= other.start or start >= other.end for other in taken)
        if free and not _is_public(folded[start:end], public):
            taken.append(Finding(kind, start, end, text[start:end]))
    return sorted(taken, key=lambda finding: finding.start)


def _candidates(folded: str, today: date) -> Iterator[tuple[str, int, int]]:
    """Possible findings, the surest first: an earlier one keeps its place."""
    for found in _EMAIL.finditer(folded):
        yield "email", *found.span()
    for start, end in birth_dates_in(folded, today):
        yield "birth_date", start, end
    for found in _MASSAR.finditer(folded):
        yield "massar_code", *found.span()
    for match in phonenumbers.PhoneNumberMatcher(folded, "MA"):
        yield "phone", match.start, match.end
    for found in _CIN_AFTER_CUE.finditer(folded):
        yield "cin", *found.span("cin")
    for pattern in (_CIN, _CIN_WITH_O, _SPACED_CIN):
        for found in pattern.finditer(folded):
            yield "cin", *found.span()
    for found in _NUMBER.finditer(folded):
        if not _AMOUNT_TAIL.match(folded, found.end()):
            yield "number", *found.span()


def _is_public(stretch: str, public: frozenset[str]) -> bool:
    digits = "".join(filter(str.isdigit, stretch))
    return digits in public
