"""When agents answer: hours of the week, holidays, and what is open next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import holidays

from knowledge.clock import MOROCCO

# A centre that is closed for longer has no next opening to tell.
LOOK_AHEAD = 60
NOON = time(12, 30)


@dataclass(frozen=True)
class Span:
    """From one moment to another, with time zone; the end does not belong to it."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Hours:
    """Opening times by weekday, Monday 0; a day has any number of (from, to)."""

    by_weekday: Mapping[int, tuple[tuple[time, time], ...]]


@dataclass(frozen=True)
class Period:
    """Other hours from one day to another, both belonging to it."""

    first: date
    last: date
    hours: Hours


@dataclass(frozen=True)
class Holiday:
    """A day on which nobody answers; `reckoned`: the moon may still move it."""

    day: date
    name: str
    reckoned: bool


@dataclass(frozen=True)
class OpeningHours:
    """The desk's times, all in Morocco.

    `closed_days` are added to the public holidays, `open_days` are taken out of them; the yearly
    ones are (month, day).
    """

    usual: Hours
    periods: tuple[Period, ...] = ()
    closed_days: frozenset[date] = frozenset()
    closed_yearly: frozenset[tuple[int, int]] = frozenset()
    open_days: frozenset[date] = frozenset()
    open_yearly: frozenset[tuple[int, int]] = frozenset()
    _public: Mapping[date, str] = field(
        default_factory=lambda: holidays.country_holidays("MA"), compare=False, repr=False
    )

    def holiday_on(self, day: date) -> Holiday | None:
        """The holiday on a day, if it is one."""
        if day in self.open_days or (day.month, day.day) in self.open_yearly:
            return None
        name = self._public.get(day)
        if name is not None:
            return Holiday(day, name, "estimated" in name and day not in self.closed_days)
        if day in self.closed_days or (day.month, day.day) in self.closed_yearly:
            return Holiday(day, "", reckoned=False)
        return None

    def on(self, day: date) -> tuple[Span, ...]:
        """The times of a day; none on a holiday."""
        if self.holiday_on(day) is not None:
            return ()
        times = self.hours_on(day).by_weekday.get(day.weekday(), ())
        return tuple(Span(_at(day, start), _at(day, end)) for start, end in times)

    def hours_on(self, day: date) -> Hours:
        """The week's hours that hold on a day."""
        return next((p.hours for p in self.periods if p.first <= day <= p.last), self.usual)

    def is_open(self, at: datetime) -> bool:
        """Whether agents answer at a moment with time zone."""
        return any(span.start <= at < span.end for span in self.on(_local_day(at)))

    def next_opening(self, at: datetime) -> datetime | None:
        """The next moment at which agents begin to answer, if it is within two months."""
        return next((span.start for span in self._spans_from(at) if span.start > at), None)

    def half_days(self, at: datetime) -> Iterator[Span]:
        """Mornings and afternoons in which somebody can be called, the running one first."""
        for span in self._spans_from(at):
            for part in _halves(span):
                if part.end - max(part.start, at) >= timedelta(minutes=30):
                    yield Span(max(part.start, at), part.end)

    def _spans_from(self, at: datetime) -> Iterator[Span]:
        first = _local_day(at)
        for days in range(LOOK_AHEAD):
            yield from (span for span in self.on(first + timedelta(days)) if span.end > at)


def _halves(span: Span) -> tuple[Span, ...]:
    noon = _at(span.start.date(), NOON)
    if span.start < noon < span.end:
        return Span(span.start, noon), Span(noon, span.end)
    return (span,)


def _local_day(at: datetime) -> date:
    return at.astimezone(MOROCCO).date()


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, MOROCCO)
