"""Messages that stand, whole or nearly, in two of training and the evaluation files.

A figure measured on a message that was taught says nothing about messages to come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from bot.evaluation.data_checks import MOST_ALIKE, Problem, place_of
from bot.evaluation.examples import Example

# There are few ways to say less: "merci", "annuler", "le numéro svp" are taught, whoever says them.
FEWEST_WORDS = 4


@dataclass(frozen=True)
class _Said:
    """A message, the intents that are right for it, and where it stands."""

    text: str
    intents: frozenset[str]
    place: str


def check_leakage(
    examples: Iterable[Example], evaluation: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Iterator[Problem]:
    """Every evaluation message that training, or an evaluation file before it, holds already.

    Whole copies are refused whatever their intents, in one file too; near copies (more than
    `MOST_ALIKE` of 100 alike) where the two share an intent and the later has `FEWEST_WORDS` words
    or more. Messages of two intents that differ little are wanted: they teach the difference.

    Args:
        examples: the training examples.
        evaluation: file name to lines `{"text", "intent", "also"}` or `{"text", "intents"}`.
    """
    known = [_Said(e.text.casefold(), frozenset(e.intents), place_of(e)) for e in examples]
    for name, lines in evaluation.items():
        later = [_said(line, f"{name}:{number}") for number, line in enumerate(lines, 1)]
        yield from _whole_copies(known, later)
        yield from _near_copies(known, later)
        known += later


def _said(line: Mapping[str, Any], place: str) -> _Said:
    intents = line.get("intents") or [line["intent"], *line.get("also", ())]
    return _Said(line["text"].casefold(), frozenset(intents), place)


def _whole_copies(known: Iterable[_Said], later: Iterable[_Said]) -> Iterator[Problem]:
    places = {one.text: one.place for one in known}
    for one in later:
        first = places.setdefault(one.text, one.place)
        if first != one.place:
            yield Problem(one.place, f"text: stands in {first} too; delete one")


def _near_copies(known: Iterable[_Said], later: Iterable[_Said]) -> Iterator[Problem]:
    taught = _by_intent(known)
    found: dict[tuple[str, str], None] = {}
    for intent, group in _by_intent(later).items():
        long = [one for one in group if len(one.text.split()) >= FEWEST_WORDS]
        if not long or not taught[intent]:
            continue
        alike = process.cdist(
            [one.text for one in long],
            [one.text for one in taught[intent]],
            scorer=fuzz.ratio,
            score_cutoff=MOST_ALIKE + 1e-6,
        )
        for row, column in zip(*np.nonzero((alike > 0) & (alike < 100)), strict=True):
            found[long[row].place, taught[intent][column].place] = None
    for place, copy in found:
        yield Problem(place, f"text: a near copy of {copy}; delete one or write it otherwise")


def _by_intent(messages: Iterable[_Said]) -> defaultdict[str, list[_Said]]:
    groups: defaultdict[str, list[_Said]] = defaultdict(list)
    for one in messages:
        for intent in one.intents:
            groups[intent].append(one)
    return groups
