"""One model against another on the same labelled lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Figures of `bot.evaluation.nlu.summarise` in which a model may not get worse.
OVERALL = ("accuracy", "macro_f1", "out_of_scope_recall")


@dataclass(frozen=True)
class Change:
    """A figure before and after, in 0..1; `of` is an intent, or "" for all lines."""

    name: str
    of: str
    before: float
    after: float

    @property
    def points(self) -> float:
        """Hundredths by which it grew."""
        return 100 * (self.after - self.before)


@dataclass(frozen=True)
class Margins:
    """By how many points a figure may fall: one of all lines, the F1 of an intent.

    An intent has some twenty lines, so that one line more or less is worth two to five points.
    """

    overall: float = 1.0
    intent: float = 10.0


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every figure that both summaries have: of all lines first, then by intent."""
    overall = [Change(name, "", before[name], after[name]) for name in OVERALL]
    f1_before, f1_after = before["by_intent"], after["by_intent"]
    intents = sorted(set(f1_before) & set(f1_after))
    return overall + [Change("f1", one, f1_before[one], f1_after[one]) for one in intents]


def got_worse(found: list[Change], margins: Margins) -> Iterator[Change]:
    """The changes that are beyond the margins."""
    for change in found:
        margin = margins.intent if change.of else margins.overall
        # A margin of 1 point allows a fall of 1 point, whatever a binary fraction makes of it.
        if change.points < -margin - 1e-9:
            yield change
