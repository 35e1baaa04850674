"""The knowledge base is whole, and a bad file is refused by name."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from knowledge import KnowledgeError, load_knowledge
from knowledge.knowledge import DATA, Knowledge

KNOWLEDGE = load_knowledge()


def test_every_fact_office_and_university_of_the_dossier_is_there():
    facts = {f"F{n:02}" for n in range(1, 46)} | {f"K{n:02}" for n in range(1, 47)}
    assert facts <= set(KNOWLEDGE.facts)
    assert set(KNOWLEDGE.offices) == {f"O{n:02}" for n in range(1, 35)}
    assert {f"U{n:02}" for n in range(1, 13)} <= set(KNOWLEDGE.universities)


def test_the_scheme_ends_on_the_day_of_the_law():
    assert KNOWLEDGE.student_scheme(date(2027, 1, 31)) == "in_force"
    assert KNOWLEDGE.student_scheme(date(2027, 2, 1)) == "ended"
    assert not KNOWLEDGE.facts["F07"].holds_on(date(2027, 2, 1))
    assert not KNOWLEDGE.facts["K55"].holds_on(date(2027, 1, 31))


def test_what_the_flyer_printed_wrongly_is_kept_beside_the_right_value():
    law = KNOWLEDGE.facts["F18"]
    assert law.printed == "18-94" and law.values["number"]["fr"] == "94-18"
    steps = [KNOWLEDGE.facts[fact].printed for fact in ("F30", "F31", "F34", "F35")]
    assert steps == ["étape 3", "étape 4", "étape 1", "étape 2"]


@pytest.mark.parametrize(
    ("text", "acronym"),
    [
        ("lien de la fac ibn zohr", "UIZ"),
        ("رابط جامعة القاضي عياض", "UCA"),
        ("ana f UM5", "UM5"),
        ("Hassan II Casa", "UH2C"),
        ("ana mn الحسن الأول", "UH1"),
        ("القرويين", "UAQ"),
    ],
)
def test_universities_are_found_by_any_name(text, acronym):
    assert [one.university.acronym for one in KNOWLEDGE.universities.find(text)] == [acronym]


def test_a_numeric_address_is_never_given_as_a_link():
    doukkali = KNOWLEDGE.universities["U02"]
    assert doukkali.platform is None and doukkali.link_safety == "bare_ip"


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("confidence: high", "confidence: sure", "confidence"),
        ("sources: [S00, S02, S13]", "sources: [S999]", "sources"),
        ("  topic: scheme\n", "", "topic"),
        ("valid_until: 2027-01-31", "valid_until: soon", "valid_until"),
        ("- id: F02", "- id: F01", "id"),
    ],
)
def test_a_bad_fact_is_refused_with_file_line_and_field(tmp_path, before, after, field):
    shutil.copytree(DATA, tmp_path / "data")
    file = tmp_path / "data" / "facts.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        Knowledge(tmp_path / "data")
    assert refused.value.file.name == "facts.yml"
    assert refused.value.line > 0 and refused.value.field == field
