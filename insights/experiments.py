"""Two wordings of a response compared: how often they helped, how often it was asked again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from sqlalchemy.engine import Row

from insights.events import Kind
from insights.figures.meanings import LOST
from insights.figures.reckoning import turns_of
from insights.figures.talks import Talk

CONFIDENCE = 0.95


@dataclass
class Trial:
    """What became of a wording, one conversation counted once.

    `again`: the next message asked the same, or was not understood; `votes`: on this response.
    """

    conversations: int = 0
    again: int = 0
    votes: int = 0
    helpful: int = 0


@dataclass(frozen=True)
class Difference:
    """Of two shares, second minus first, with the interval that holds it in 95 of 100 cases."""

    value: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether chance alone seldom makes so much."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Comparison:
    """Two wordings of a response; a difference is None where one side has no case."""

    response: str
    wordings: tuple[str, str]
    trials: tuple[Trial, Trial]
    helpful: Difference | None
    again: Difference | None


def compare_wordings(talks: Iterable[Talk]) -> list[Comparison]:
    """Every pair of wordings that was said, by the name of the response."""
    trials: dict[str, dict[str, Trial]] = defaultdict(lambda: defaultdict(Trial))
    for talk in talks:
        for response, wording, again in _first_sayings(talk):
            trial = trials[response][wording]
            trial.conversations += 1
            trial.again += again
            votes = [s.detail for s in talk.steps if _is_vote_on(s, response)]
            trial.votes += len(votes)
            trial.helpful += votes.count("yes")
    return [
        _compare(response, *pair)
        for response, by_wording in sorted(trials.items())
        for pair in combinations(sorted(by_wording.items()), 2)
    ]


def difference(first: tuple[int, int], second: tuple[int, int]) -> Difference | None:
    """Of two shares, each as (cases, out of), with Newcombe's interval.

    Newcombe (1998), "Interval estimation for the difference between independent proportions",
    method 10: it combines the two Wilson intervals, and holds for few cases and for shares near
    0 or 1, where the usual formula does not.
    """
    if not first[1] or not second[1]:
        return None
    (p1, low1, high1), (p2, low2, high2) = _wilson(*first), _wilson(*second)
    value = p2 - p1
    low = value - sqrt((p2 - low2) ** 2 + (high1 - p1) ** 2)
    high = value + sqrt((high2 - p2) ** 2 + (p1 - low1) ** 2)
    return Difference(value, low, high)


def _wilson(cases: int, out_of: int) -> tuple[float, float, float]:
    """The share and its Wilson interval."""
    # A second and 40 MiB that the server, whose command line this is too, does without.
    from scipy.stats import binomtest

    interval = binomtest(cases, out_of).proportion_ci(CONFIDENCE, method="wilson")
    return cases / out_of, float(interval.low), float(interval.high)


def _first_sayings(talk: Talk) -> Iterator[tuple[str, str, bool]]:
    """Response, wording and whether it was asked again, of the first time that each was said."""
    said: set[str] = set()
    turns = turns_of(talk)
    for number, (message, answers) in enumerate(turns):
        for answer in answers:
            if answer.detail and answer.name not in said:
                said.add(answer.name)
                following = turns[number + 1] if number + 1 < len(turns) else None
                again = following is not None and _is_again(message, *following)
                yield answer.name, answer.detail, again


def _is_again(message: Row, following: Row, answers: list[Row]) -> bool:
    same = following.intent == message.intent
    return same or not LOST.isdisjoint(answer.name for answer in answers)


def _is_vote_on(step: Row, response: str) -> bool:
    return bool(step.kind == Kind.VOTE.value and step.name == response)


def _compare(response: str, first: tuple[str, Trial], second: tuple[str, Trial]) -> Comparison:
    trials = first[1], second[1]
    helpful = [(one.helpful, one.votes) for one in trials]
    again = [(one.again, one.conversations) for one in trials]
    wordings = first[0], second[0]
    return Comparison(response, wordings, trials, difference(*helpful), difference(*again))
