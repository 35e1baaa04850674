"""The three identifiers, however they are typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identifiers import InvalidIdentifier, Reason
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code

TODAY = date(2026, 11, 24)
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
cins = st.from_regex(r"\A[A-Z]{1,2}[0-9]{5,6}\Z")
massar_codes = st.from_regex(r"\A[A-Z][0-9]{9}\Z")
born = st.dates(date(1950, 1, 1), date(2015, 1, 1))


@given(cins, st.sampled_from([" ", "-", ".", "", " - "]))
def test_a_cin_is_the_same_in_any_case_with_any_separator_and_digits(cin, separator):
    letters = cin.rstrip("0123456789")
    typed = f" {letters.lower()}{separator}{cin[len(letters) :].translate(ARABIC_DIGITS)} "
    assert normalise_cin(typed) == cin


@given(massar_codes)
def test_a_massar_code_is_the_same_in_any_case_and_digits(code):
    assert normalise_massar_code(f"{code[0].lower()} {code[1:].translate(ARABIC_DIGITS)}") == code


def test_an_old_ten_digit_code_is_a_massar_code():
    assert normalise_massar_code("15 1234 5678") == "1512345678"


@given(st.text(max_size=30))
def test_bad_input_is_refused_with_a_reason_that_does_not_repeat_it(text):
    for read in (normalise_cin, normalise_massar_code, lambda t: read_birth_date(t, TODAY)):
        try:
            read(text)
        except InvalidIdentifier as error:
            assert str(error) == error.reason.value


def test_a_letter_o_among_the_digits_is_asked_about_and_not_guessed():
    with pytest.raises(InvalidIdentifier) as refused:
        normalise_cin("AB12O456")
    assert refused.value.reason is Reason.CIN_LETTER_O


@given(born)
def test_a_date_of_birth_is_read_in_every_numeric_writing(day):
    for text in (
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day:%Y-%m-%d}",
        f"{day:%d%m%Y}",
        f"{day.day}.{day.month}.{day.year}".translate(ARABIC_DIGITS),
    ):
        assert read_birth_date(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "3 août 2002",
        "né le 3 aout 2002",
        "3 غشت 2002",
        "٣ أغسطس ٢٠٠٢",
        "tzadit f 3 ghucht 2002",
        "3/8/02",
        "03 08 2002",
    ],
)
def test_months_are_known_by_their_moroccan_names(text):
    assert read_birth_date(text, TODAY) == date(2002, 8, 3)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/2003", Reason.DATE_IMPOSSIBLE),
        ("5/3", Reason.DATE_NO_YEAR),
        ("1/1/2031", Reason.DATE_FUTURE),
        ("1/1/1890", Reason.DATE_TOO_OLD),
        ("je ne sais pas", Reason.DATE_UNREADABLE),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_its_reason(text, reason):
    with pytest.raises(InvalidIdentifier) as refused:
        read_birth_date(text, TODAY)
    assert refused.value.reason is reason
