"""Deliveries of invented people, the same ones each time."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

SEED = 20261126
HEADER = (
    *("cin", "massar_code", "birth_date", "university"),
    *("academic_year", "status", "email", "updated_at"),
)
_STATES = ("declared", "under_verification", "accepted", "incomplete", "rejected_other_coverage")
_UNIVERSITIES = ("UM5", "UH2C", "UIZ", "UCA", "USMBA", "UMI", "UAE", "UIT", "UMP", "USMS", "UCD")
_OLDEST, _DAYS = date(1996, 1, 1), 4_000


def write_delivery(path: Path, people: int, changed: float = 0.0) -> None:
    """A CSV file with a line a person, in no order.

    Args:
        people: at most 10 million.
        changed: the share of people who have another state, a month later.
    """
    order = random.Random(SEED)
    numbers = list(range(people))
    order.shuffle(numbers)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_line(number, order.random() < changed) for number in numbers)


def identifiers(number: int) -> tuple[str, str, date]:
    """CIN, Massar code and birth date of an invented person; no real CIN begins with ZZ."""
    return f"ZZ{number:07}", f"Z{number:09}", _OLDEST + timedelta(days=number * 7919 % _DAYS)


def _line(number: int, changed: bool) -> Iterator[object]:
    yield from identifiers(number)
    university = _UNIVERSITIES[number % len(_UNIVERSITIES)]
    yield university
    yield "2026-2027"
    yield _STATES[(number + changed) % len(_STATES)]
    yield f"person{number}@{university.lower()}.example"
    yield date(2026, 11 if changed else 10, 1 + number % 28)
