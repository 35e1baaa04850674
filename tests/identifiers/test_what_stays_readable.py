"""Numbers that carry the question's meaning are not taken; what identifies somebody always is."""

from __future__ import annotations

from datetime import date

import pytest

from identifiers.recognise import recognise

TODAY = date(2026, 11, 24)
CALL_CENTRE = frozenset({"0538002020"})


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.kind, finding.value) for finding in recognise(text, TODAY, CALL_CENTRE)]


@pytest.mark.parametrize(
    "text",
    [
        "400 DH",
        "12 000 DH ou 24 000,00 dirhams",
        "12345 dh",
        "١٢٥٠٠ درهم",
        "remboursé à 80%",
        "100 % ?",
        "2026",
        "depuis 2025 26 ans",
        "en 2026 60 jours",
        "60 jours, 26 ans, 30 ans",
        "loi 54-23 et 94.18",
        "54-23 94.18 60 jours",
        "loi n° 116-12, décret 2-15-657",
        "année 2025-2026",
        "2026/2027 ou 2025/26",
        "S6 2025-2026",
        "S5 2026",
        "UM5 2026 svp",
        "carte valable en 2026",
        "bac 2024",
        "1er février 2027",
        "le 01/02/2027",
        "envoyé le 12/09/2026",
        "depuis le 3/11/26",
        "ouvert de 8h30 à 16h30",
        "http://196.200.172.89/ent/ ne marche pas",
        "wach khassni nmchi l7o9o9",
        "3lach 7ta 9bel 2026",
        "0538002020 c'est le bon numéro ?",
        "+212538002020",
        "00212 538 00 20 20",
        "05 38 00 20 20",
        "né en 2003",
        "le 5 mars",
        "24/7 et 2-3 fois",
        "ouvert 9:00 - 17:30 ?",
        "de 08:30 à 16:30",
        "400 DH 500",
        "en 2026, 120 jours",
        "quatre-vingt-dix jours ou soixante",
        "un deux trois",
        "deux mille cinq cents dirhams",
        "خمسة أو ستة أشهر",
    ],
)
def test_nothing_is_taken(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "06 12 98 45 67",
        "06.12.98.45.67",
        "06-12-34-56-78",
        "0612345678",
        "0661 23 45 67",
        "0537 71 68 60",
        "06.12.1998.45",
        "+212 6 12 34 56 78",
        "+212 (0)6 12 34 56 78",
        "00212612345678",
        "212612345678",
        "+33 6 12 34 56 78",
        "٠٦ ١٢ ٣٤ ٥٦ ٧٨",
    ],
)
def test_a_telephone_number_is_taken_as_a_whole(text):
    assert found(f"appelez le {text} svp") == [("phone", text)]


@pytest.mark.parametrize(
    "text",
    [
        "salma.b@um5.ac.ma",
        "salma+cnops@gmail.com",
        "salma@gmail",
        "salma @ gmail.com",
        "salma arobase gmail point com",
        "salma(at)um5.ac.ma",
    ],
)
def test_an_email_address_is_taken(text):
    assert found(f"mon mail : {text}, merci") == [("email", text)]


@pytest.mark.parametrize("text", ["salma at gmail dot com", "s a l m a @ g m a i l . c o m"])
def test_an_email_address_is_taken_however_it_is_dictated(text):
    assert found(f"mon mail : {text}") == [("email", text)]


@pytest.mark.parametrize(
    "text",
    [
        "12\n3456",
        "123|456",
        "123*456",
        "123+456",
        "123, 456",
        "1️⃣2️⃣3️⃣4️⃣5",
        "un deux trois quatre cinq",
        "zéro six soixante et un soixante-treize",
        "صفر ستة واحد اثنان ثلاثة",
        "sifr setta wa7ed jouj tlata",
    ],
)
def test_digits_are_taken_whatever_stands_between_and_in_words(text):
    assert found(f"c'est {text} merci") == [("number", text)]


def test_the_rest_of_a_number_is_taken_with_it():
    assert found("AB123 456 789") == [("cin", "AB123 456"), ("number", "789")]
    assert found("G12345\n6789") == [("cin", "G12345"), ("number", "6789")]


@pytest.mark.parametrize(
    "text",
    [
        "5|3|2003",
        "5;3;2003",
        "5//3//2003",
        "5 du 3 2003",
        "mars 5, 2003",
        "2003 mars 5",
        "03/25/2003",
    ],
)
def test_a_birth_date_is_taken_with_any_separator_and_in_any_order(text):
    assert found(f"né {text}") == [("birth_date", text)]


@pytest.mark.parametrize(("text", "kinds"), [("K1234", ["cin"]), (" k1234.", ["cin"]), ("S1", [])])
def test_an_old_card_number_that_is_the_whole_answer_is_taken(text, kinds):
    assert [kind for kind, _ in found(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "AB123456",
        "ab 123456",
        "AB-123-456",
        "ab.123.456",
        "AB 12 34 56",
        "AB 1 2 3 4 5 6",
        "AB١٢٣٤٥٦",
        "K 123456",
        "J12345",
        "AB1234567",
        "AB12O456",
        "0B123456",
        "AB\u200b123456",
        "ＡＢ１２３４５６",
    ],
)
def test_a_cin_is_taken_in_any_grouping(text):
    assert found(f"voici {text} merci") == [("cin", text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ma CIN est A1234", "A1234"),
        ("cnie: k1234", "k1234"),
        ("بطاقتي الوطنية هي AB1234", "AB1234"),
        ("lacarte dyali ab 1234", "ab 1234"),
        ("carte nationale N° X5678", "X5678"),
        ("cinAB123456", "AB123456"),
        ("CIN: LA 123456", "LA 123456"),
        ("وAB123456", "AB123456"),
    ],
)
def test_a_word_before_it_makes_a_cin_sure(text, value):
    assert found(text) == [("cin", value)]


def test_four_digits_without_such_a_word_are_no_cin():
    assert found("salle A1234") == []


def test_an_article_before_a_number_is_no_part_of_a_cin():
    assert found("le 123456 svp") == [("number", "123456")]
    assert found("LA 123456") == [("cin", "LA 123456")]


@pytest.mark.parametrize(
    "text",
    ["G123456789", "g 123 456 789", "G-123456789", "N130012345", "1512345678", "15 12 34 56 78"],
)
def test_a_massar_code_is_taken_in_any_grouping(text):
    assert found(f"massar : {text}") == [("massar_code", text)]


@pytest.mark.parametrize(
    "text",
    ["5/3/2003", "05 03 2003", "5-3-03", "2003-03-05", "5 mars 2003", "٥ مارس ٢٠٠٣", "31/02/2003"],
)
def test_a_birth_date_is_taken_even_if_the_day_does_not_exist(text):
    assert found(f"né le {text}") == [("birth_date", text)]


@pytest.mark.parametrize(("text", "taken"), [("24/11/2016", True), ("25/11/2016", False)])
def test_a_birth_date_makes_somebody_ten_years_old_today(text, taken):
    assert bool(found(text)) is taken


@pytest.mark.parametrize(("text", "kind"), [("25/11/1945", "birth_date"), ("24/11/1944", "number")])
def test_a_date_of_more_than_eighty_years_ago_is_masked_all_the_same(text, kind):
    assert found(text) == [(kind, text)]


def test_numbers_after_a_birth_date_leave_none_of_it_in_clear():
    assert found("né 05/03/2003 12/5") == [("birth_date", "05/03/2003")]
    assert found("né 2003-03-05 12 ans") == [("birth_date", "2003-03-05")]


THREE = {"cin": "AB123456", "massar_code": "G123456789", "birth_date": "5/3/2003"}
ORDERS = [
    ("cin", "massar_code", "birth_date"),
    ("cin", "birth_date", "massar_code"),
    ("massar_code", "cin", "birth_date"),
    ("massar_code", "birth_date", "cin"),
    ("birth_date", "cin", "massar_code"),
    ("birth_date", "massar_code", "cin"),
]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("separator", [" ", ",", "\n", " - ", ";", " و ", ":", ", "])
def test_all_three_are_found_in_any_order_with_anything_between(order, separator):
    text = separator.join(THREE[kind] for kind in order)
    assert found(text) == [(kind, THREE[kind]) for kind in order]


@pytest.mark.parametrize(
    ("cin", "massar_code", "birth_date"),
    [
        ("K 66750", "1674052420", "7-12-2003"),
        ("LK524 184", "N-361067529", "13 12 1997"),
        ("HH 58591", "K-049147661", "28 9 2001"),
        ("EU 61234", "G 492 608 222", "12.9.04"),
        ("ZK 28 74 34", "j193273677", "2001-10-11"),
        ("U19188", "K 734737327", "01/03/06"),
        ("KA645854", "M 856 053 730", "23.07.98"),
        ("DE 27 09 22", "1910578698", "29.11.2000"),
        ("AB 061298", "15 12 98 45 67", "6/12/98"),
    ],
)
@pytest.mark.parametrize("order", ORDERS)
def test_one_number_does_not_run_into_the_next(cin, massar_code, birth_date, order):
    parts = {"cin": cin, "massar_code": massar_code, "birth_date": birth_date}
    text = "\n".join(parts[kind] for kind in order)
    taken = dict.fromkeys(range(len(text)))
    for finding in recognise(text, TODAY):
        for i in range(finding.start, finding.end):
            taken.pop(i)
    assert not [text[i] for i in taken if text[i].isdigit()]


@pytest.mark.parametrize("order", ORDERS)
def test_all_three_are_found_glued_to_their_labels(order):
    labels = {"cin": "CIN:", "massar_code": "massar:", "birth_date": "né:"}
    text = ",".join(labels[kind] + THREE[kind] for kind in order)
    assert found(text) == [(kind, THREE[kind]) for kind in order]


def test_all_three_are_found_with_nothing_but_labels_between():
    glued = "cinab123456massarg123456789né5/3/2003"
    assert [kind for kind, _ in found(glued)] == list(THREE)


@pytest.mark.parametrize(
    "text",
    [
        "05032003",
        "123456789012",
        "RIB 230 810 1234567890123456",
        "1 2 3 4 5 6",
        "12345",
        "5/3/1930",
    ],
)
def test_any_other_long_number_is_taken(text):
    assert [kind for kind, _ in found(text)] == ["number"]


def test_a_public_number_makes_no_identifier_of_the_same_digits_public():
    public = frozenset({"123456", "532003"})
    kinds = [finding.kind for finding in recognise("AB123456 né 5/3/2003", TODAY, public)]
    assert kinds == ["cin", "birth_date"]


def test_an_identifier_beside_a_public_number_is_taken():
    assert found("0538002020 AB123456") == [("cin", "AB123456")]
