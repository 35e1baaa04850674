"""What may be shown of counts, so that nobody can be singled out.

A count of 1 to 4 is shown as "fewer than 5"; every other one to the nearest 5, so that two reports
on periods that overlap cannot be subtracted from each other. Shares are reckoned from rounded
counts. In a list the small rows are put together, and where that would still be a small number,
which the total gives away, the next larger row goes with them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = 5
# A share of fewer says little of anybody but those few.
FEWEST_FOR_A_SHARE = 20

Key = TypeVar("Key")


@dataclass(frozen=True)
class Count:
    """A count as it may be shown: to the nearest 5; `few` where it is 1 to 4, and `value` 0."""

    value: int
    few: bool = False


@dataclass(frozen=True)
class Share:
    """A share in whole percent; `bound` is "<" or ">" where only that much may be said."""

    percent: int
    bound: str = ""


@dataclass(frozen=True)
class Listed(Generic[Key]):
    """Rows of a list, largest first, and the small ones together (None: there are none)."""

    rows: tuple[tuple[Key, Count], ...]
    others: Count | None


def shown(exact: int) -> Count:
    """A count as it may be shown."""
    if 0 < exact < K:
        return Count(0, few=True)
    return Count(K * math.floor(exact / K + 0.5))


def share(part: int, whole: int) -> Share | None:
    """A share as it may be shown; None of fewer than 20."""
    if whole < FEWEST_FOR_A_SHARE:
        return None
    base = shown(whole).value
    least = math.ceil(100 * K / base)
    if 0 < part < K:
        return Share(least, "<")
    if 0 < whole - part < K:
        return Share(100 - least, ">")
    percent = min(100, round(100 * shown(part).value / base))
    return Share(1, "<") if part and not percent else Share(percent)


def listed(counts: Mapping[Key, int], most: int | None = None) -> Listed[Key]:
    """The rows that may be shown of a list, `most` at most.

    Args:
        counts: exact; a row of 0 is left out.
    """
    rows = sorted(((key, n) for key, n in counts.items() if n), key=lambda row: -row[1])
    kept = len([n for _, n in rows[:most] if n >= K])
    while kept and _gives_away([n for _, n in rows[kept:]]):
        kept -= 1
    rest = sum(n for _, n in rows[kept:])
    large = tuple((key, shown(n)) for key, n in rows[:kept])
    return Listed(large, shown(rest) if rest else None)


def cells(counts: Iterable[int]) -> list[Count]:
    """Counts of a fixed row, such as the hours of the day."""
    return [shown(n) for n in counts]


def percentile(values: Sequence[float], part: float, step: float) -> float | None:
    """A centile (0..1) to the nearest `step`; None of fewer than 20 values."""
    if len(values) < FEWEST_FOR_A_SHARE:
        return None
    ordered = sorted(values)
    found = ordered[min(len(ordered) - 1, int(part * len(ordered)))]
    return step * round(found / step)


def _gives_away(small: Sequence[int]) -> bool:
    """Whether what is put together is so little that the total tells it."""
    return 0 < sum(small) < K
