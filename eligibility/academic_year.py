"""Academic years, written `2026-2027`."""

from __future__ import annotations

from datetime import date

FIRST_MONTH = 9


def academic_year_on(day: date) -> str:
    """The academic year that a day lies in; it begins in September."""
    first = day.year if day.month >= FIRST_MONTH else day.year - 1
    return f"{first}-{first + 1}"


def begins_on(academic_year: str) -> date:
    """The first day of an academic year."""
    return date(int(academic_year[:4]), FIRST_MONTH, 1)
