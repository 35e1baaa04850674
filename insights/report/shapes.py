"""What the report is made from, and the parts that its page draws."""

from __future__ import annotations

from dataclasses import dataclass

from handover.figures import Overview
from insights.figures.period import Period
from insights.figures.tally import Tally


@dataclass(frozen=True)
class Observed:
    """The sums of a period: of conversations, and of the helpline."""

    period: Period
    tally: Tally
    helpline: Overview


@dataclass(frozen=True)
class Tile:
    """A figure with its definition; `before`: the same of the period before."""

    key: str
    value: str
    before: str


@dataclass(frozen=True)
class ListRow:
    """A row of a list; `percent` draws its bar."""

    name: str
    count: str
    share: str
    before: str
    percent: int


@dataclass(frozen=True)
class Column:
    """A column of a chart; `percent` of the highest one; None where it may not be drawn."""

    label: str
    told: str
    percent: float | None


@dataclass(frozen=True)
class FormView:
    """A form: how often it was begun and left, and the fields at which it was."""

    name: str
    begun: str
    left: str
    before: str
    fields: list[ListRow]
