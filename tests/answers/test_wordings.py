"""Two wordings of a response are given to as many conversations, and each keeps its own."""

from __future__ import annotations

import uuid
from collections import Counter
from random import Random

from bot.answers.wordings import wording_for

TWO = [{"text": text, "metadata": {"wording": text}} for text in ("short", "long")]
PEOPLE = [uuid.UUID(int=Random(seed).getrandbits(128)).hex for seed in range(2000)]


def test_a_conversation_keeps_its_wording_whatever_stands_first_in_the_file():
    for person in PEOPLE[:200]:
        assert wording_for(person, "utter_lost", TWO) == wording_for(
            person, "utter_lost", TWO[::-1]
        )


def test_each_wording_is_given_to_half_of_the_conversations():
    counts = Counter(wording_for(person, "utter_lost", TWO)["text"] for person in PEOPLE)
    # 2,000 tosses of a fair coin stay within these limits in all but 1 of 10,000 runs.
    assert all(910 < count < 1090 for count in counts.values())


def test_the_halves_of_two_comparisons_have_nothing_to_do_with_each_other():
    both = Counter(
        tuple(wording_for(person, response, TWO)["text"] for response in ("utter_a", "utter_b"))
        for person in PEOPLE
    )
    assert len(both) == 4 and all(420 < count < 580 for count in both.values())
