"""A message with two wishes is told from one that only names other things on the way."""

from __future__ import annotations

import pytest

from bot.understanding.wish_model import without_conjunction
from bot.understanding.wishes import two_wishes

ALONE = frozenset({"greet", "out_of_scope"})
STEPS, OFFICE, COST = "ask_enrollment_steps", "find_office", "ask_contribution"


def understand(words: dict[str, str]):
    """A single-intent model that knows one word of each intent."""

    def shares(text: str) -> dict[str, float]:
        said = [intent for word, intent in words.items() if word in text]
        return {intent: (0.9 if intent in said[:1] else 0.05) for intent in words.values()}

    return shares


WORDS = {"inscris": STEPS, "bureau": OFFICE, "coûte": COST, "bonjour": "greet"}


def wishes(text: str, **each: float):
    model = understand(WORDS)
    return two_wishes(text, model(text), each, model, ALONE)


def test_each_part_says_its_own_wish_in_the_order_of_the_message():
    likely = {OFFICE: 0.4, STEPS: 0.5, COST: 0.0}
    assert wishes("où est le bureau, et comment je m'inscris ?", **likely) == (OFFICE, STEPS)
    assert wishes("comment je m'inscris et où est le bureau ?", **likely) == (STEPS, OFFICE)


def test_the_same_wish_said_twice_is_one():
    assert (
        wishes("je m'inscris comment ? comment on s'inscris ?", **{STEPS: 0.9, OFFICE: 0.2}) is None
    )


def test_what_the_whole_message_denies_is_only_context():
    assert (
        wishes("au bureau on m'a dit, mais je m'inscris où ?", **{STEPS: 0.9, OFFICE: 0.05}) is None
    )


def test_a_greeting_is_no_wish_beside_another():
    assert wishes("bonjour, comment je m'inscris ?", **{STEPS: 0.9, "greet": 0.9}) is None


def test_two_very_likely_intents_count_without_a_joint_between_them():
    both = {STEPS: 0.9, OFFICE: 0.8}
    assert wishes("bureau proche pour qui s'inscris ici", **both) == (OFFICE, STEPS)


@pytest.mark.parametrize("each", [{}, {STEPS: 0.9}])
def test_fewer_than_two_intents_are_no_pair(each):
    assert wishes("comment je m'inscris et où est le bureau ?", **each) is None


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("et la carte ?", "la carte ?"),
        ("w ch7al?", "ch7al?"),
        ("وشحال؟", "شحال؟"),
        ("و فالدوا؟", "فالدوا؟"),
        ("واش كاين", "واش كاين"),
        ("وصلني الإيميل", "وصلني الإيميل"),
        ("wach kayn", "wach kayn"),
        ("étape suivante", "étape suivante"),
    ],
)
def test_the_conjunction_of_a_follow_up_teaches_no_second_wish(said, left):
    assert without_conjunction(said) == left
