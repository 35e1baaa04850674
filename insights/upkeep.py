"""Facts that want an editor's eye: their time ends, or their sources are old or the press's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from identifiers.database import now, reading
from insights.events import Kind
from insights.tables import steps
from knowledge import Knowledge
from knowledge.facts import Fact, Source

PRESS = "press"
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_YEAR = re.compile(rf"(?:(?P<month>{'|'.join(_MONTHS)})\s+)?(?P<year>(?:19|20)\d\d)\b")


@dataclass(frozen=True)
class Limits:
    """Days before the end of a fact's validity, and the age in days from which a source is old."""

    ahead: int = 90
    old: int = 730


@dataclass(frozen=True)
class Work:
    """A fact to look at.

    `ends`: the last day on which it holds, where that is near or past; `newest`: the latest day
    that any of its sources may bear, None where none has a date; `asked`: how often an answer that
    rests on it was given lately.
    """

    fact: Fact
    ends: date | None
    old: bool
    undated: bool
    press_only: bool
    newest: date | None
    answers: tuple[str, ...]
    asked: int

    @property
    def reasons(self) -> list[str]:
        """Why it is listed."""
        told = {
            f"holds until {self.ends}": self.ends is not None,
            f"newest source of {self.newest}": self.old,
            "no source with a date": self.undated,
            "press only": self.press_only,
        }
        return [reason for reason, holds in told.items() if holds]


def work_list(
    knowledge: Knowledge,
    on: date,
    limits: Limits,
    answers: Mapping[str, tuple[str, ...]],
    given: Mapping[str, int],
) -> list[Work]:
    """Every fact with a reason to look at it: the nearest end first, then the most asked.

    Args:
        answers: fact id to the responses that rest on it.
        given: response to how often it was given lately.
    """
    found = []
    for fact in knowledge.facts.values():
        responses = answers.get(fact.id, ())
        asked = sum(given.get(one, 0) for one in responses)
        work = _look_at(fact, knowledge.sources, on, limits, responses, asked)
        if work.reasons:
            found.append(work)
    return sorted(found, key=lambda work: (work.ends or date.max, -work.asked, work.fact.id))


def given_answers(engine: Engine, days: int) -> dict[str, int]:
    """How often each response was given in the last days."""
    counted = select(steps.c.name, func.count()).group_by(steps.c.name)
    lately = steps.c.kind == Kind.ANSWER.value, steps.c.at >= now() - timedelta(days=days)
    with reading(engine) as connection:
        rows = connection.execute(counted.where(*lately))
        return {str(name): int(count) for name, count in rows}


def latest_day(written: str) -> date | None:
    """The latest day that a source's date may mean, such as the 31st of "mars 2021"."""
    days = [_last_day(int(f["year"]), f["month"]) for f in _YEAR.finditer(written)]
    return max(days, default=None)


def _look_at(
    fact: Fact,
    sources: Mapping[str, Source],
    on: date,
    limits: Limits,
    answers: tuple[str, ...],
    asked: int,
) -> Work:
    its_sources = [sources[one] for one in fact.sources]
    days = [day for one in its_sources if (day := latest_day(one.date["fr"]))]
    newest = max(days, default=None)
    ends = fact.valid_until
    near = ends is not None and ends <= on + timedelta(days=limits.ahead)
    return Work(
        fact,
        ends if near else None,
        old=newest is not None and (on - newest).days > limits.old,
        undated=newest is None,
        press_only=bool(its_sources) and all(one.kind == PRESS for one in its_sources),
        newest=newest,
        answers=answers,
        asked=asked,
    )


def _last_day(year: int, month: str | None) -> date:
    number = _MONTHS.index(month) + 1 if month else 12
    following = date(year + number // 12, number % 12 + 1, 1)
    return following - timedelta(days=1)
