"""Numbers that identify nobody and carry the meaning of a question: they stay readable."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_ACADEMIC_YEAR = re.compile(r"(?<![\d])(20\d\d)\s?[-/\s]\s?(20\d\d|\d\d)(?![\d])(?!\s?[-/]\s?\d)")
_AMOUNT = re.compile(
    r"(?<![a-z\d])(?<!\d[.,])\d{1,3}(?:[\s.,]?\d{3})*(?:[.,]\d{1,2})?\s*"
    r"(?:dhs?|mad|dirhams?|drahm|euros?|ريال|درهم|دراهم|د\.م)(?![^\W_])"
    r"|(?<![\d])\d{1,3}(?:[.,]\d{1,2})?\s?[%٪€]"
)
# 196.200.172.89, the address of a university's platform.
_ADDRESS = re.compile(
    r"(?<![\w.])(?:[1-9]?\d|1\d\d|2[0-5]\d)(?:\.(?:[1-9]?\d|1\d\d|2[0-5]\d)){3}(?![\w.]\d)"
)
_LAW = re.compile(r"(?<!\d)(?<!\d[./-])(?:\d{2,3}[.-]\d{2}|\d[.-]\d{2}[.-]\d{3,4})(?![./-]?\d)")
_TIME = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3])\s?[:h]\s?[0-5]\d(?![\d:])")
_YEAR = re.compile(r"(?<!\d)(?<!\d[./-])(?:19|20)\d\d(?![./-]?\d)")


def academic_years_in(folded: str) -> Iterator[Span]:
    """2026-2027, 2026/27."""
    for found in _ACADEMIC_YEAR.finditer(folded):
        if int(found[2]) % 100 == (int(found[1]) + 1) % 100:
            yield found.span()


def network_addresses_in(folded: str) -> Iterator[Span]:
    """Addresses of computers."""
    return (found.span() for found in _ADDRESS.finditer(folded))


def amounts_in(folded: str) -> Iterator[Span]:
    """Money and shares: 12 500 DH, 80 %."""
    return (found.span() for found in _AMOUNT.finditer(folded))


def times_in(folded: str) -> Iterator[Span]:
    """Times of the day: 9:30, 16h30."""
    return (found.span() for found in _TIME.finditer(folded))


def laws_and_years_in(folded: str) -> Iterator[Span]:
    """Law 54-23, 94.18, decree 2-15-657; the year 2026."""
    for pattern in (_LAW, _YEAR):
        yield from (found.span() for found in pattern.finditer(folded))
