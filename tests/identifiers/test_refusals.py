"""What is nearly an identifier is refused, with the reason that helps to mend it."""

from __future__ import annotations

from datetime import date

import pytest

from identifiers import InvalidIdentifier, Reason
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code

TODAY = date(2026, 11, 24)


def reason_of(read, *arguments):
    with pytest.raises(InvalidIdentifier) as refused:
        read(*arguments)
    return refused.value.reason


@pytest.mark.parametrize("text", ["AB12O456", "ZZ1OOOO1", "0B123456", "B0OO123", "ab 12o 456"])
def test_a_letter_o_and_a_zero_are_not_guessed(text):
    assert reason_of(normalise_cin, text) is Reason.CIN_LETTER_O


@pytest.mark.parametrize("text", ["DO12345", "O123456", "OD1234567"])
def test_a_letter_o_in_front_is_a_region_of_its_own(text):
    assert normalise_cin(text) == text


@pytest.mark.parametrize(
    "text", ["", "123456", "0123456", "ABC12345", "AB123", "AB12345678", "AB12345C", "أب123456"]
)
def test_another_shape_is_no_cin(text):
    assert reason_of(normalise_cin, text) is Reason.CIN_SHAPE


def test_an_old_card_of_four_digits_is_a_cin():
    assert normalise_cin("k 1234") == "K1234"


@pytest.mark.parametrize(
    "text",
    ["", "G12345678", "G1234567890", "GH123456789", "123456789", "12345678901", "G12345678O"],
)
def test_another_shape_is_no_massar_code(text):
    assert reason_of(normalise_massar_code, text) is Reason.MASSAR_SHAPE


@pytest.mark.parametrize("start", ["05", "06", "07", "08"])
def test_a_telephone_number_is_no_old_student_number(start):
    assert reason_of(normalise_massar_code, f"{start} 12 34 56 78") is Reason.MASSAR_SHAPE


@pytest.mark.parametrize("text", ["0012345678", "0112345678", "9912345678"])
def test_other_ten_digits_are_an_old_student_number(text):
    assert normalise_massar_code(text) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("30/02/2004", Reason.DATE_IMPOSSIBLE),
        ("29/02/2003", Reason.DATE_IMPOSSIBLE),
        ("5/13/2003", Reason.DATE_MONTH_FIRST),
        ("0/5/2003", Reason.DATE_IMPOSSIBLE),
        ("31 avril 2003", Reason.DATE_IMPOSSIBLE),
        ("31022003", Reason.DATE_IMPOSSIBLE),
        ("25/11/2026", Reason.DATE_FUTURE),
        ("1er février 2027", Reason.DATE_FUTURE),
        ("5 mars", Reason.DATE_NO_YEAR),
        ("le 5/3", Reason.DATE_NO_YEAR),
        ("٥ مارس", Reason.DATE_NO_YEAR),
        ("1er mars", Reason.DATE_NO_YEAR),
        ("5/3/20", Reason.DATE_NO_YEAR),
        ("01/01/1900", Reason.DATE_TOO_OLD),
        ("2003", Reason.DATE_UNREADABLE),
        ("mars 2003", Reason.DATE_UNREADABLE),
        ("AB123456", Reason.DATE_UNREADABLE),
        ("", Reason.DATE_UNREADABLE),
    ],
)
def test_a_date_that_cannot_be_says_why(text, reason):
    assert reason_of(read_birth_date, text, TODAY) is reason


@pytest.mark.parametrize(
    "text",
    [
        "2003-03-05",
        "2003/3/5",
        "2003.03.05",
        "05032003",
        "٠٥٠٣٢٠٠٣",
        "05 03 2003",
        "5/3/03",
        "5-3-2003",
        "5 mars 2003",
        "le 5 Mars, 2003",
        "5mars2003",
        "5 marss 03",
        "5-mars-2003",
        "5 mars de l'année 2003",
        "né(e) le : 05 / 03 / 2003",
        "تاريخ ازديادي 5 مارس 2003",
        "٥ آذار ٢٠٠٣",
        "5 من مارس سنة 2003",
        "tzadit nhar 5 mars 3am 2003",
    ],
)
def test_the_fifth_of_march_in_its_usual_writings(text):
    assert read_birth_date(text, TODAY) == date(2003, 3, 5)


@pytest.mark.parametrize("text", ["1er mars 2003", "1 er mars 2003", "premier mars 2003"])
def test_the_first_of_a_month_has_a_name_in_french(text):
    assert read_birth_date(text, TODAY) == date(2003, 3, 1)


def test_the_first_of_a_month_has_a_name_in_arabic():
    assert read_birth_date("فاتح يناير 2003", TODAY) == date(2003, 1, 1)


@pytest.mark.parametrize(
    ("name", "month"),
    [("كانون الثاني", 1), ("كانون الأول", 12), ("تشرين الأول", 10), ("تشرين الثاني", 11)],
)
def test_levantine_months_of_two_words_are_not_mixed_up(name, month):
    assert read_birth_date(f"7 {name} 2003", TODAY) == date(2003, month, 7)


@pytest.mark.parametrize("text", ["2003-03-05 12h", "05/03/2003 12/5", "05/03/2003, 12/5"])
def test_numbers_after_a_date_are_no_part_of_it(text):
    assert read_birth_date(text, TODAY) == date(2003, 3, 5)


def test_the_day_comes_first():
    assert read_birth_date("05/03/2003", TODAY) == date(2003, 3, 5)


@pytest.mark.parametrize(
    ("text", "year"), [("1/1/98", 1998), ("1/1/16", 2016), ("31/12/46", 1946), ("1/1/00", 2000)]
)
def test_two_digit_years_turn_at_ten_and_eighty_years_of_age(text, year):
    assert read_birth_date(text, TODAY).year == year
