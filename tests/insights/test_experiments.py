"""Two wordings are compared honestly: with an interval, and one conversation counted once."""

from __future__ import annotations

import pytest

from insights.experiments import compare_wordings, difference
from insights.figures.period import Period
from insights.figures.talks import read_talks
from knowledge.clock import today
from tests.insights.test_figures import Talking


@pytest.mark.parametrize(
    ("second", "first", "low", "high"),
    # Newcombe (1998), table II, method 10: examples (a), (c), (e).
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_is_that_of_the_paper(second, first, low, high):
    found = difference(first, second)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)
    assert found.value == pytest.approx(second[0] / second[1] - first[0] / first[1])


def test_few_cases_prove_nothing_and_none_at_all_compare_to_nothing():
    assert not difference((2, 5), (4, 5)).is_sure
    assert difference((200, 500), (400, 500)).is_sure
    assert difference((0, 0), (4, 5)) is None


def compared(store, *talks):
    for talk in talks:
        store.taking_in.take(talk.bodies)
    return compare_wordings(read_talks(store.engine, Period.of_days(3, today())))


def lost(sender, wording):
    return Talking(sender).asks("ask_rejection").hears("utter_lost", wording)


def test_asked_again_is_the_same_once_more_or_not_understood_once_more(store):
    (one,) = compared(
        store,
        lost("a", "topics").asks("ask_rejection").hears(),
        lost("b", "topics").asks("ask_renewal").hears("utter_lost", "topics"),
        lost("c", "topics").asks("ask_renewal").hears(),
        lost("d", "topics"),
        lost("e", "examples").votes(True, "utter_lost").votes(False, "utter_other"),
    )
    assert one.wordings == ("examples", "topics")
    examples, topics = one.trials
    assert (topics.conversations, topics.again) == (4, 2)
    assert (examples.votes, examples.helpful) == (1, 1)
    assert one.helpful is None and one.again is not None


def test_a_response_with_one_wording_is_compared_with_nothing(store):
    assert compared(store, lost("a", "topics"), Talking("b").asks().hears()) == []
