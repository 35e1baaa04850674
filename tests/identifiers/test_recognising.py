"""What could identify somebody is found in any message; nothing else is."""

from __future__ import annotations

from datetime import date

import pytest

from identifiers.placeholders import find_placeholders, strip_placeholders
from identifiers.recognise import recognise
from identifiers.redact import redact

TODAY = date(2026, 11, 24)


def kinds(text: str) -> list[str]:
    return [finding.kind for finding in recognise(text, TODAY, frozenset({"0538002020"}))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CIN:AB123456,massar:G123456789 né:5/3/2003", ["cin", "massar_code", "birth_date"]),
        ("5 mars 2003 g123456789 ab-123456", ["birth_date", "massar_code", "cin"]),
        ("بطاقتي AB١٢٣٤٥٦ ومسار G١٢٣٤٥٦٧٨٩", ["cin", "massar_code"]),
        ("ma carte nationale c'est K1234", ["cin"]),
        ("rappelez-moi au 06 12 34 56 78", ["phone"]),
        ("ana@um5.ac.ma", ["email"]),
        ("mon dossier 1234567", ["number"]),
        ("AB12O456", ["cin"]),
        ("31/02/2003", ["birth_date"]),
    ],
)
def test_identifiers_are_found(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "400 DH par an",
        "en 2026 60 jours",
        "loi 54-23 et 94.18",
        "j'ai 26 ans",
        "le 1er février 2027",
        "0538 00 20 20 c'est le bon numéro ?",
        "kifach 3afak 7ta l9it",
        "12500 dh",
    ],
)
def test_amounts_laws_years_and_public_numbers_stay(text):
    assert kinds(text) == []


def test_a_redacted_message_holds_no_digit_of_the_identifier():
    text = "CIN AB123456, né le 5/3/2003"
    clean = redact(text, recognise(text, TODAY), lambda _: "0a1b2c3d")
    assert clean == "CIN  <cin:0a1b2c3d> , né le  <birth_date:0a1b2c3d>"
    assert [held.kind for held in find_placeholders(clean)] == ["cin", "birth_date"]


def test_a_placeholder_that_a_person_types_opens_nothing():
    assert find_placeholders(strip_placeholders("<cin:0a1b2c3d>")) == []


def test_a_finding_does_not_show_its_value():
    assert "123456" not in repr(recognise("AB123456", TODAY))
