"""Properties: one identifier, typed in any way, is one value."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identifiers import InvalidIdentifier, Reason
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.folding import fold
from identifiers.massar_code import normalise_massar_code
from identifiers.months import MONTHS
from identifiers.recognise import recognise

TODAY = date(2026, 11, 24)
SEPARATORS = ["", " ", "-", ".", "\u00a0", "–", " - ", "\u200f", "_", "/", "\u2066"]
DIGIT_SCRIPTS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"]
cins = st.from_regex(r"[A-Z]{1,2}[0-9]{5,7}", fullmatch=True)
massar_codes = st.one_of(
    st.from_regex(r"[A-Z][0-9]{9}", fullmatch=True),
    st.from_regex(r"[1-9][0-9]{9}", fullmatch=True),
)
born = st.dates(date(1947, 1, 1), date(2016, 1, 1))
READERS = [normalise_cin, normalise_massar_code, lambda text: read_birth_date(text, TODAY)]


@st.composite
def typings(draw, values):
    """A value, and the same as somebody types it: case, digits and separators of their own."""
    value = draw(values)
    digits = str.maketrans("0123456789", draw(st.sampled_from(DIGIT_SCRIPTS)))
    cased = draw(st.sampled_from([str.upper, str.lower, str.swapcase]))
    typed = "".join(draw(st.sampled_from(SEPARATORS)) + c for c in cased(value).translate(digits))
    return value, typed + draw(st.sampled_from(SEPARATORS))


@given(typings(cins))
def test_a_cin_is_one_value_in_any_case_script_and_grouping(typing):
    value, typed = typing
    assert normalise_cin(typed) == value


@given(typings(massar_codes))
def test_a_massar_code_is_one_value_in_any_case_script_and_grouping(typing):
    value, typed = typing
    assert normalise_massar_code(typed) == value


@given(cins, massar_codes)
def test_a_normal_form_is_its_own_normal_form(cin, massar_code):
    assert normalise_cin(normalise_cin(cin)) == normalise_cin(cin)
    assert normalise_massar_code(normalise_massar_code(massar_code)) == massar_code


@given(cins, st.data())
def test_a_letter_o_for_any_digit_is_refused_and_not_guessed(cin, data):
    """From the third place on: "AO1234" is another region's number."""
    place = data.draw(st.integers(2, len(cin) - 1))
    with pytest.raises(InvalidIdentifier) as refused:
        normalise_cin(cin[:place] + data.draw(st.sampled_from("Oo")) + cin[place + 1 :])
    assert refused.value.reason is Reason.CIN_LETTER_O


@given(cins)
def test_a_zero_for_the_first_letter_is_refused_and_not_guessed(cin):
    with pytest.raises(InvalidIdentifier) as refused:
        normalise_cin(f"0{cin[1:]}")
    assert refused.value.reason is (Reason.CIN_LETTER_O if cin[1].isalpha() else Reason.CIN_SHAPE)


@given(massar_codes.filter(lambda code: code[0].isalpha()), st.integers(1, 9))
def test_a_letter_o_in_a_massar_code_is_refused(code, place):
    with pytest.raises(InvalidIdentifier) as refused:
        normalise_massar_code(f"{code[:place]}O{code[place + 1 :]}")
    assert refused.value.reason is Reason.MASSAR_SHAPE


@given(st.dates(date(2013, 1, 1), date(2016, 1, 1)).filter(lambda day: day.day > 12))
def test_a_month_before_the_day_is_refused_and_not_turned_round(day):
    with pytest.raises(InvalidIdentifier) as refused:
        read_birth_date(f"{day:%m/%d/%Y}", TODAY)
    assert refused.value.reason is Reason.DATE_MONTH_FIRST


@given(
    born,
    st.sampled_from(["/", "-", ".", " ", " / ", "\u00a0", "–", "،"]),
    st.sampled_from(DIGIT_SCRIPTS),
    st.sampled_from(["{0:%d}{1}{0:%m}{1}{0:%Y}", "{0.day}{1}{0.month}{1}{0.year}"]),
)
def test_a_date_is_one_value_with_any_separator_and_digits(day, separator, script, form):
    text = form.format(day, separator).translate(str.maketrans("0123456789", script))
    assert read_birth_date(text, TODAY) == day
    assert read_birth_date(f"née le {text}.", TODAY) == day


@given(born, st.sampled_from(sorted(MONTHS)), st.sampled_from(["", "1er de ", "né le ", "تاريخ "]))
def test_every_name_of_a_month_is_read(day, name, before):
    written = before.removeprefix("1er de ")
    expected = date(day.year, MONTHS[name], 1 if "1er" in before else min(day.day, 28))
    number = "1er" if "1er" in before else f"{expected.day}"
    assert read_birth_date(f"{written}{number} {name.upper()} {day.year}", TODAY) == expected


@given(born)
def test_a_date_read_and_written_again_is_the_same_date(day):
    assert read_birth_date(read_birth_date(f"{day:%d/%m/%Y}", TODAY).isoformat(), TODAY) == day


@given(st.dates(date(1947, 1, 1), date(2016, 11, 1)))
def test_two_digits_of_a_year_make_a_person_of_ten_to_eighty(day):
    assert read_birth_date(f"{day:%d/%m/%y}", TODAY) == day


@pytest.mark.parametrize("read", READERS)
@given(text=st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_with_a_reason(read, text):
    try:
        read(text)
    except InvalidIdentifier as refused:
        assert refused.args == (refused.reason.value,)
        assert refused.reason in Reason


@pytest.mark.parametrize("read", READERS)
@given(digits=st.from_regex(r"[0-9]{6,40}[a-z]{3}", fullmatch=True))
def test_the_refusal_does_not_hold_the_value_anywhere(read, digits):
    with pytest.raises(InvalidIdentifier) as refused:
        read(digits)
    shown = f"{refused.value} {refused.value!r} {refused.value.args} {refused.value.__cause__}"
    assert digits not in shown


@given(st.text(max_size=80))
def test_folding_keeps_track_of_where_every_character_stood(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.offsets)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert fold(folded.text).text == folded.text


@given(st.text(max_size=30), cins, massar_codes, born, st.text(max_size=30))
def test_no_digit_of_the_three_stays_in_clear_whatever_stands_around(
    before, cin, massar_code, day, after
):
    text = f"{before}\n{cin}; {massar_code}; {day:%d/%m/%Y}\n{after}"
    readable = set(range(len(text)))
    for finding in recognise(text, TODAY):
        assert finding.value == text[finding.start : finding.end]
        readable -= set(range(finding.start, finding.end))
    start = len(before) + 1
    inside = range(start, len(text) - len(after) - 1)
    assert not [text[i] for i in inside if i in readable and text[i].isdigit()]


@given(st.text(max_size=120))
def test_findings_are_in_order_and_apart(text):
    findings = recognise(text, TODAY)
    edges = [edge for finding in findings for edge in (finding.start, finding.end)]
    assert edges == sorted(edges)
    assert all(finding.start < finding.end for finding in findings)


@given(cins)
def test_accents_written_apart_do_not_hide_a_date(cin):
    text = unicodedata.normalize("NFD", f"{cin} né le 5 février 2003")
    assert [finding.kind for finding in recognise(text, TODAY)] == ["cin", "birth_date"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("née le trente et un décembre deux mille trois", date(2003, 12, 31)),
        ("le dix-neuf août deux mille six", date(2006, 8, 19)),
        ("premier mai mille neuf cent quatre-vingt-dix-huit", date(1998, 5, 1)),
        ("cinq mars 2005", date(2005, 3, 5)),
        ("5 mars deux mille cinq", date(2005, 3, 5)),
        ("فسبعة يونيو ألفين و خمسة", date(2005, 6, 7)),
        ("الخامس والعشرين من ماي ألفين وأربعة", date(2004, 5, 25)),
        ("جوج يوليوز ألفين", date(2000, 7, 2)),
    ],
)
def test_a_spoken_date_is_read(text, expected):
    assert read_birth_date(text, date(2026, 11, 26)) == expected


@pytest.mark.parametrize(
    "text", ["vingt mars prochain", "j'ai deux mille dirhams", "واحد الطبيب فمارس", "un mai férié"]
)
def test_words_that_are_no_whole_date_are_left_alone(text):
    assert recognise(text, date(2026, 11, 26)) == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("a75 00 31 hia cin w massar g 147 883 206", "massar_code", "g 147 883 206"),
        ("le code, je vous le lis : N 14 80 31 266", "massar_code", "N 14 80 31 266"),
    ],
)
def test_a_massar_code_in_groups_is_no_card_number(text, kind, value):
    found = [(one.kind, one.value) for one in recognise(text, date(2026, 11, 26))]
    assert (kind, value) in found
