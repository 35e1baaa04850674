"""Every place is found, however it is written; what is no place is not."""

from __future__ import annotations

import csv

import pytest

from knowledge import Abroad, Ambiguous, Found, NotFound, Vague, load_knowledge
from knowledge.knowledge import DATA

KNOWLEDGE = load_knowledge()


def town(text: str, expected: bool = True) -> str | None:
    answer = KNOWLEDGE.places.resolve(text, expected)
    if not isinstance(answer, Found):
        return None
    return KNOWLEDGE.nearest_offices(answer.place).main[0].office.city["fr"]


@pytest.mark.parametrize("office", KNOWLEDGE.offices.values(), ids=lambda office: office.id)
def test_every_office_town_finds_itself_in_both_scripts(office):
    assert town(office.city["fr"]) == office.city["fr"]
    assert town(office.city["ar"]) == office.city["fr"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3afak fin kayn bureau onousc qrib mn tiflet", "Sala Al Jadida"),
        ("أقرب مكتب للداخلة", "Laâyoune"),
        ("فين كاين المكتب فسلا", "Sala Al Jadida"),
        ("hay dakhla agadir", "Agadir"),
        ("hay riad rabat", "Rabat"),
        ("kech", "Marrakech"),
        ("oujdaa", "Oujda"),
        ("وفطنجة؟", "Tanger"),
        ("الصورة", "Essaouira"),
        ("Goulmima", "Errachidia"),
        ("Guelmim", "Guelmim"),
        ("العيون سيدي ملوك", "Oujda"),
        ("العيون", "Laâyoune"),
        ("j'habite à Ifrane", "Fès"),
        ("selouane", "Nador"),
        ("bureau d'El Jadida", "El Jadida"),
    ],
)
def test_the_office_that_people_mean(text, expected):
    assert town(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("agdal", Ambiguous),
        ("حي السلام", Ambiguous),
        ("Imouzzer", Ambiguous),
        ("paris", Abroad),
        ("سبتة", Abroad),
        ("souss", Vague),
        ("centre ville", Vague),
        ("xqzzt", NotFound),
    ],
)
def test_what_cannot_be_answered_is_asked_back(text, kind):
    assert isinstance(KNOWLEDGE.places.resolve(text, expected=True), kind)


@pytest.mark.parametrize(
    "text",
    [
        "safi c bon merci",
        "صافي شكرا",
        "رقم بطاقتي الجديدة",
        "la salle est sale",
        "je suis riche",
        "كيف أسجل في التأمين",
        "wach khassni nkhelles",
        "je n'ai pas reçu le mail",
        "كيفاش نتسجل فالتغطية الصحية ديال الطلبة",
        "comment remplir la feuille de soins dentaire",
        "شحال كيرجعو فالدوا",
        "mon père est à la CNSS",
    ],
)
def test_a_message_without_a_place_yields_none(text):
    assert KNOWLEDGE.places.spans(text) == []


def test_nearly_every_urban_commune_finds_itself_in_both_languages():
    rows = list(csv.DictReader((DATA / "gazetteer.csv").open(encoding="utf-8")))
    names = [
        (row["id"], name)
        for row in rows
        if row["kind"] == "commune_urban"
        for name in (row["name_fr"], row["name_ar"])
    ]
    missed = []
    for place_id, name in names:
        answer = KNOWLEDGE.places.resolve(name, expected=True)
        if not isinstance(answer, Found) or answer.place.id != place_id:
            missed.append(name)
    assert len(missed) / len(names) < 0.02, missed


def test_a_towns_own_office_comes_before_a_nearer_one():
    sale = KNOWLEDGE.places.resolve("Salé", expected=True)
    near = KNOWLEDGE.nearest_offices(sale.place)
    assert near.main[0].office.id == "O20" and near.outside_town
    assert near.others[0].office.city["fr"] == "Rabat"


@pytest.mark.parametrize(("name", "count"), [("Rabat", 3), ("Fès", 2)])
def test_a_town_with_several_offices_lists_them_all(name, count):
    place = KNOWLEDGE.places.resolve(name, expected=True).place
    assert len(KNOWLEDGE.nearest_offices(place).main) == count


def test_the_agdal_office_is_in_rabat_and_casablancas_is_on_the_el_jadida_road():
    assert KNOWLEDGE.offices["O03"].city["fr"] == "Rabat"
    assert KNOWLEDGE.offices["O04"].city["fr"] == "Casablanca"


@pytest.mark.parametrize(
    "text",
    [
        "un ami rabat-joie dit que le contrôle dure un an",
        "la note de la clinique est salée",
        "ابنتي قرة العيون التحقت بالجامعة",
        "هل أستطيع التصريح من المنزل",
        "ما الخدمات الداخلة في التعويض",
        "صديقتي سمارة تسأل عن البطاقة",
        "sala l3am o ma jani ta email",
    ],
)
def test_an_ordinary_word_or_phrase_is_no_town(text):
    assert load_knowledge().places.spans(text) == []


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("la ville ocre a-t-elle un bureau ?", "Marrakech"),
        ("7na f wrzazat, l email ma kaywslch hna", "Ouarzazate"),
        ("kan9ra f fqih ben saleh", "Fquih Ben Salah"),
        ("مكتب عاصمة سوس", "Agadir"),
        ("ENSA Safi, كيفاش ندير la déclaration", "Safi"),
    ],
)
def test_a_nickname_or_another_spelling_is_the_town(text, town):
    assert [span.place.name["fr"] for span in load_knowledge().places.spans(text)] == [town]
