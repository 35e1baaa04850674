"""Invented people, the same ones each time."""

from __future__ import annotations

from datetime import date, timedelta

_OLDEST, _DAYS = date(1996, 1, 1), 4_000


def identifiers(number: int) -> tuple[str, str, date]:
    """CIN, Massar code and birth date of an invented person; no real CIN begins with ZZ."""
    return f"ZZ{number:07}", f"Z{number:09}", _OLDEST + timedelta(days=number * 7919 % _DAYS)
