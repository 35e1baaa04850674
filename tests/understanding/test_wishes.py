"""A message with two wishes is told from one that only names other things on the way."""

from __future__ import annotations

import random

import pytest

from bot.understanding.wishes.decision import WishDecision
from bot.understanding.wishes.evidence import Evidence, Part
from bot.understanding.wishes.parts import parts_of
from bot.understanding.wishes.wish_model import without_conjunction

ALONE = frozenset({"greet", "out_of_scope"})
STEPS, OFFICE, COST = "ask_enrollment_steps", "find_office", "ask_contribution"
INTENTS = (STEPS, OFFICE, COST, "greet")


def shares(**high: float) -> dict[str, float]:
    return {intent: high.get(intent, 0.01) for intent in INTENTS}


def message(*parts: tuple[str, float, float]) -> Evidence:
    """Of parts that each name an intent, with how surely, and whether they ask for it."""
    named = {intent: surely for intent, surely, _ in parts}
    said = [Part(shares(**{i: p}), shares(**{i: p}), asks) for i, p, asks in parts]
    return Evidence(6 * len(parts), shares(**named), shares(**named), said)


@pytest.fixture(scope="module")
def decision() -> WishDecision:
    """Taught that a part which asks is a wish, and one that tells is none."""
    chance, seen = random.Random(7), []
    for _ in range(300):
        first, second = chance.sample((STEPS, OFFICE, COST), 2)
        asks = chance.choice((0.1, 0.9))
        evidence = message(
            (first, chance.uniform(0.7, 1), 0.9), (second, chance.uniform(0.6, 1), asks)
        )
        seen.append((evidence, frozenset({first, second} if asks > 0.5 else {first})))
    return WishDecision.fit(seen, ALONE)


def test_two_parts_that_each_ask_are_two_wishes(decision):
    pair = decision.pair(message((OFFICE, 0.9, 0.9), (STEPS, 0.8, 0.9)), ALONE)
    assert set(pair) == {OFFICE, STEPS}


def test_what_a_part_only_tells_is_context(decision):
    assert decision.pair(message((STEPS, 0.9, 0.9), (OFFICE, 0.8, 0.1)), ALONE) is None


def test_the_same_wish_said_twice_is_one(decision):
    assert decision.pair(message((STEPS, 0.9, 0.9), (STEPS, 0.8, 0.9)), ALONE) is None


def test_a_greeting_is_no_wish_beside_another(decision):
    assert decision.pair(message(("greet", 0.9, 0.9), (STEPS, 0.9, 0.9)), ALONE) is None


@pytest.mark.parametrize("parts", [[], [(STEPS, 0.9, 0.9)]])
def test_fewer_than_two_intents_are_no_pair(decision, parts):
    assert decision.pair(message(*parts), ALONE) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("comment m'inscrire et où est le bureau ?", ["comment m'inscrire", "où est le bureau"]),
        ("بغيت نتسجل وفين كاين المكتب؟", ["بغيت نتسجل", "فين كاين المكتب"]),
        ("كيف أملأ الورقة ولمن أسلمها", ["كيف أملأ الورقة", "لمن أسلمها"]),
        ("bghit ntsjel, w fin lmaktab", ["bghit ntsjel", "fin lmaktab"]),
        ("le délai svp plus le taux", ["le délai svp", "le taux"]),
        ("le numéro svp + l'adresse du bureau", ["le numéro svp", "l'adresse du bureau"]),
        ("je n'ai plus confiance dans les liens", []),
        ("التصريح والتحقق والرسالة", []),
        ("comment je m'inscris ?", []),
        ("merci. comment je m'inscris ?", []),
        ("", []),
    ],
)
def test_a_message_falls_into_parts_of_two_words_or_more(text, parts):
    assert parts_of(text) == parts


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
