"""Unseen words are read as the known word that a slip of the thumb made them of."""

from __future__ import annotations

import pytest

from bot.understanding.spelling import Spelling

MESSAGES = ["comment faire la declaration", "kifach ndir tasjil", "فين كاين المكتب"] * 3
ONCE = ["declaratior"]


@pytest.fixture(scope="module")
def spelling():
    return Spelling.of(MESSAGES + ONCE)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("declartion", "declaration"),
        ("declaartion", "declaration"),
        ("declaratiom", "declaration"),
        ("declarationn", "declaration"),
        ("kifahc", "kifach"),
        ("المكنب", "المكتب"),
        ("فينكاين", "فين كاين"),
        ("lafaire", "la faire"),
        ("ndirtasjil", "ndir tasjil"),
    ],
)
def test_one_stroke_or_a_missing_space_is_mended(spelling, written, meant):
    assert spelling.corrected(written) == meant


@pytest.mark.parametrize("word", ["declaration", "bourse", "ndi", "2026", "xyzzy", "?"])
def test_known_short_and_strange_words_stay(spelling, word):
    assert spelling.corrected(word) == word


def test_a_word_seen_once_may_be_misspelt_itself(spelling):
    assert spelling.corrected("declaratior") == "declaration"


def test_of_two_words_as_near_the_commoner_is_meant():
    spelling = Spelling.of(["carte"] * 5 + ["carta"] * 2)
    assert spelling.corrected("cartu") == "carte"


def test_without_messages_nothing_is_changed():
    assert Spelling.of([]).corrected("comment faire") == "comment faire"
