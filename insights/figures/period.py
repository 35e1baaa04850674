"""A period of whole days in Morocco, and the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from knowledge.clock import MOROCCO


@dataclass(frozen=True)
class Period:
    """From the first day to the last one, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"the period ends ({self.last}) before it begins ({self.first})")

    @classmethod
    def of_days(cls, days: int, last: date) -> Period:
        """So many days until the last one."""
        return cls(last - timedelta(days=days - 1), last)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def before(self) -> Period:
        """As many days, right before it."""
        return Period.of_days(self.days, self.first - timedelta(days=1))

    def bounds(self) -> tuple[datetime, datetime]:
        """Its beginning, and the moment at which it is over: UTC without zone."""
        return _midnight(self.first), _midnight(self.last + timedelta(days=1))

    def dates(self) -> list[date]:
        """Each of its days."""
        return [self.first + timedelta(days=n) for n in range(self.days)]


def _midnight(day: date) -> datetime:
    begun = datetime.combine(day, time(), MOROCCO)
    return begun.astimezone(timezone.utc).replace(tzinfo=None)
