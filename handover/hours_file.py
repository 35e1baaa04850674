"""Reads the file of opening hours, and says what is wrong with it."""

from __future__ import annotations

import os
import re
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from handover.hours import Hours, OpeningHours, Period
from identifiers.state import PROJECT

VARIABLE = "TAGHTIA_HELPLINE"
_DEFAULT = Path(__file__).with_name("helpline.yml")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"(\d{2}:\d{2})\s*-\s*(\d{2}:\d{2})")
_KEYS = frozenset({"days", "periods", "closed", "open"})


class BadHours(ValueError):
    """The file of opening hours cannot be used; names file and entry, and how to write it."""


def hours_from_environment() -> OpeningHours:
    """The hours in the file that `TAGHTIA_HELPLINE` names, else the usual ones of an office."""
    given = os.environ.get(VARIABLE)
    path = PROJECT / given if given else _DEFAULT
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        raise BadHours(f"{VARIABLE}: there is no file {path}") from None
    # Changed hours hold without a restart.
    return _read(path, changed)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> OpeningHours:
    return read_hours(path)


def read_hours(path: Path) -> OpeningHours:
    """The hours in a file.

    Raises:
        BadHours: it holds something else.
    """
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        return _hours(entries if isinstance(entries, dict) else {})
    except (yaml.YAMLError, UnicodeDecodeError):
        raise BadHours(f"{path}: this is no YAML file") from None
    except BadHours as problem:
        raise BadHours(f"{path}: {problem}") from None


def _hours(entries: dict[str, Any]) -> OpeningHours:
    unknown = set(entries) - _KEYS
    if unknown:
        raise BadHours(f"{sorted(unknown)[0]!r} is none of {', '.join(sorted(_KEYS))}")
    closed_days, closed_yearly = _days(entries.get("closed"))
    open_days, open_yearly = _days(entries.get("open"))
    return OpeningHours(
        usual=_week(entries.get("days")),
        periods=tuple(_period(one) for one in entries.get("periods") or []),
        closed_days=closed_days,
        closed_yearly=closed_yearly,
        open_days=open_days,
        open_yearly=open_yearly,
    )


def _week(days: object) -> Hours:
    if not isinstance(days, dict):
        raise BadHours('days: write a line for each day, such as monday: "08:30-16:30"')
    unknown = set(days) - set(_WEEKDAYS)
    if unknown:
        raise BadHours(f"days: {sorted(map(str, unknown))[0]!r} is no day; write monday ... sunday")
    return Hours({_WEEKDAYS.index(day): _spans(day, str(text)) for day, text in days.items()})


def _spans(day: str, text: str) -> tuple[tuple[time, time], ...]:
    spans, before = [], time.min
    for part in text.split(","):
        found = _SPAN.fullmatch(part.strip())
        start, end = (_time(found[1]), _time(found[2])) if found else (None, None)
        if start is None or end is None or not before <= start < end:
            raise BadHours(f'{day}: {text!r}: write "08:30-12:00, 13:00-16:30"')
        spans.append((start, end))
        before = end
    return tuple(spans)


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def _period(entry: object) -> Period:
    if not isinstance(entry, dict) or set(entry) != {"from", "to", "days"}:
        raise BadHours("periods: write {from: 2027-02-08, to: 2027-03-08, days: {...}}")
    first, last = _day(str(entry["from"])), _day(str(entry["to"]))
    if last < first:
        raise BadHours(f"periods: {last} is before {first}")
    return Period(first, last, _week(entry["days"]))


def _days(entries: object) -> tuple[frozenset[date], frozenset[tuple[int, int]]]:
    """Single days, and days of every year."""
    texts = [str(one) for one in entries] if isinstance(entries, list) else []
    yearly = [one for one in texts if len(one) == len("MM-DD")]
    single = frozenset(_day(one) for one in texts if one not in yearly)
    return single, frozenset(_day_of_year(one) for one in yearly)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadHours(f"{text!r} is no day: write 2027-03-10, or 10-31 for every year") from None


def _day_of_year(text: str) -> tuple[int, int]:
    day = _day(f"2024-{text}")
    return day.month, day.day
