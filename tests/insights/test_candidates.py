"""What an editor gets to see: what failed, once, in groups, and never what was decided."""

from __future__ import annotations

import numpy as np
import pytest

from insights.review.candidates import Candidate, find_candidates
from insights.review.decisions import Decision, decide, needs
from insights.review.grouping import group
from tests.insights.conftest import moment
from tests.insights.test_figures import Talking


def found(store, *talks):
    for talk in talks:
        store.taking_in.take(talk.bodies)
    return find_candidates(store.engine, days=3, most=50)


@pytest.mark.parametrize(
    ("talk", "reason"),
    [
        (Talking().asks().hears("utter_lost"), "unanswered"),
        (Talking().asks("out_of_scope").hears("utter_out_of_scope"), "unanswered"),
        (Talking().asks().hears("utter_which_topic"), "unsure"),
        (Talking().asks(confidence=0.4).hears(), "unsure"),
        (Talking().asks().hears().votes(False), "unhelpful"),
    ],
)
def test_a_message_that_failed_is_one_with_its_reason(store, talk, reason):
    (one,) = found(store, talk)
    assert (one.reason, one.text, one.variety) == (reason, "combien ça coûte ?", "fr")


@pytest.mark.parametrize(
    "talk",
    [
        Talking().asks().hears(),
        Talking().asks().hears().votes(True),
        Talking().asks(text="/ask_contribution").hears("utter_lost"),
        Talking().asks(text="<cin:1a2b3c4d> !").hears("utter_lost"),
    ],
    ids=["answered", "useful", "a button", "only an identifier"],
)
def test_a_message_that_teaches_nothing_is_none(store, talk):
    assert found(store, talk) == []


def test_the_same_words_stand_there_once_with_all_their_messages(store):
    talks = [
        Talking(name).asks(text=text).hears("utter_lost")
        for name, text in (
            ("a", "Et la bourse ?"),
            ("b", "et la bourse ?"),
            ("c", "wach kayna bourse"),
        )
    ]
    several = found(store, *talks)
    assert sorted(len(one.keys) for one in several) == [1, 2]


def test_what_was_decided_does_not_come_back_and_needs_are_counted(store):
    bourse, other = found(
        store,
        Talking("a").asks(text="et la bourse ?").hears("utter_lost"),
        Talking("b").asks(text="et le logement ?").hears("utter_lost"),
    )
    decide(store.engine, bourse.keys, Decision.NEED, "housing")
    decide(store.engine, bourse.keys, Decision.NEED, "grant")
    assert find_candidates(store.engine, days=3, most=50) == [other]
    assert needs(store.engine) == {"grant": 1}


def candidate(text, proposed="ask_renewal", times=1):
    keys = tuple(f"{text}{n}" for n in range(times))
    return Candidate(keys, text, "fr", "unanswered", (proposed,), moment())


def test_like_messages_of_one_intent_are_together_and_the_most_frequent_come_first():
    angles = {"a": 0.0, "b": 0.1, "c": 1.2, "d": 0.05}

    def encode(texts):
        return np.array([[np.cos(angles[t]), np.sin(angles[t])] for t in texts], dtype=np.float32)

    several = [
        candidate("a"),
        candidate("b"),
        candidate("c", times=5),
        candidate("d", "ask_coverage"),
    ]
    grouped = group(several, encode)
    assert [[one.text for one in some] for some in grouped] == [["c"], ["a", "b"], ["d"]]
