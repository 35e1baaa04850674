"""Spellings that mean the same get one form."""

from __future__ import annotations

import pytest

from bot.understanding.language import language_asked_for
from bot.understanding.lexicon import find_terms
from bot.understanding.normaliser import normalise, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أكادير", "اكادير"),
        ("التغطيّة", "التغطية"),
        ("ÉTÉ", "ete"),
        ("٢٠٢٦", "2026"),
        ("bzaaaaf", "bzaf"),
        ("<cin:0a1b2c3d>", "<massar_code:ffffffff>"),
    ],
)
def test_spellings_of_one_word_are_normalised_to_one_form(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("latin", "arabic"), [("kifach", "كيفاش"), ("bghit", "بغيت")])
def test_both_scripts_share_a_skeleton(latin, arabic):
    assert skeleton(normalise(latin)) == skeleton(normalise(arabic))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("je vais chez le dentiste", ("care_type", "dental")),
        ("بابا عندو السكري", ("care_type", "chronic")),
        ("combien pour les lunettes", ("care_topic", "glasses")),
        ("عندي أمو تضامن", ("eligibility_case", "tadamon")),
    ],
)
def test_the_lexicon_finds_kinds_of_care_and_cases(text, found):
    assert found in set(find_terms(text))


def test_the_faculty_is_no_kidney():
    assert "chronic" not in dict(find_terms("أنا في الكلية")).values()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("parle français svp", "fr"),
        ("بالفرنسية", "fr"),
        ("b l3arbiya", "ar"),
        ("بالدارجة عافاك", "ar"),
        ("autre langue", None),
    ],
)
def test_the_language_asked_for(text, language):
    assert language_asked_for(text) == language
