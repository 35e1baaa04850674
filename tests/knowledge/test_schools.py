"""A school or faculty with its town says which university is meant."""

from __future__ import annotations

import pytest

from knowledge import load_knowledge


def universities_of(text: str) -> list[str]:
    knowledge = load_knowledge()
    found = knowledge.schools.find(text, knowledge.places.spans(text, expected=True))
    return [one.university.acronym for one in found]


@pytest.mark.parametrize(
    ("text", "acronym"),
    [
        ("ENSA Khouribga, on passe par quelle plateforme ?", "USMS"),
        ("fac de médecine de Fès, 5e année", "USMBA"),
        ("la faculté des sciences et techniques de Settat", "UH1"),
        ("l'est de Salé", "UM5"),
        ("est d guelmim 3ndna chmn plateforme", "UIZ"),
        ("encg casa khas 400 dh", "UH2C"),
        ("المدرسة الوطنية للعلوم التطبيقية بالحسيمة", "UAE"),
        ("الكلية المتعددة التخصصات بتازة", "USMBA"),
        ("لونسا ديال القنيطرة", "UIT"),
        ("كلية الشريعة بفاس", "UAQ"),
        ("كلية أصول الدين بتطوان", "UAQ"),
    ],
)
def test_the_town_of_a_school_names_its_university(text, acronym):
    assert universities_of(text) == [acronym]


@pytest.mark.parametrize(
    "text",
    [
        "la fac privée de Casa",
        "une faculté libre de Rabat",
        "où est le bureau de Rabat",
        "je suis à la fac, j'habite Rabat",
        "ENCG, laquelle ?",
        "كلية خاصة بمراكش",
    ],
)
def test_no_university_is_guessed_where_none_is_said(text):
    assert universities_of(text) == []


def test_a_school_without_its_town_is_a_school_and_a_verb_is_none():
    named = load_knowledge().schools.is_named
    assert named("je suis à l'EST")
    assert named("كنقرا فالكلية")
    assert not named("où est le bureau ?")
