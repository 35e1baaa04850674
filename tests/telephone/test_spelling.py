"""Numbers are given piece by piece, by voice and keys, and count only once they are confirmed."""

from __future__ import annotations

from datetime import date

import pytest

from bot.channels.telephone.keys import letters_typed
from bot.channels.telephone.spelling import MOST_SLIPS, Spelling, Step

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("typed", "letters"),
    [("21", "A"), ("2122", "AB"), ("94", "Z"), ("9494", "ZZ"), ("74", "S"), ("5271", "KP")],
)
def test_letters_are_typed_as_key_and_place(typed, letters):
    assert letters_typed(typed) == letters


@pytest.mark.parametrize("typed", ["", "2", "212", "11", "24", "85", "0", "*1"])
def test_what_names_no_letter_is_none(typed):
    assert letters_typed(typed) is None


def test_digits_by_keys_then_letters_by_voice():
    cin = Spelling("cin")
    assert cin.type("123456", TODAY) is Step.ASK_LETTERS
    assert cin.say("A comme Amal B comme Brahim", "fr", TODAY) is Step.CONFIRM
    assert cin.value == "AB123456"


def test_digits_by_keys_then_letters_by_keys():
    cin = Spelling("cin")
    cin.type("100001", TODAY)
    assert cin.type("9494", TODAY) is Step.CONFIRM
    assert cin.value == "ZZ100001"


def test_letters_by_voice_then_digits_by_keys():
    cin = Spelling("cin")
    assert cin.say("bé ka", "fr", TODAY) is Step.ASK_DIGITS
    assert cin.type("123456", TODAY) is Step.CONFIRM
    assert cin.value == "BK123456"


def test_all_at_once_by_voice():
    cin = Spelling("cin")
    assert cin.say("زاي زاي ميا ألف وواحد", "ar", TODAY) is Step.CONFIRM
    assert cin.value == "ZZ100001"


@pytest.mark.parametrize(
    ("typed", "step", "value"),
    [("135246708", Step.ASK_LETTERS, ""), ("1352467089", Step.CONFIRM, "1352467089")],
)
def test_a_massar_code_has_a_letter_and_an_old_one_ten_digits(typed, step, value):
    code = Spelling("massar_code")
    assert code.type(typed, TODAY) is step
    assert code.value == value


@pytest.mark.parametrize(("typed", "step"), [("05032003", Step.CONFIRM), ("0503", Step.ASK_AGAIN)])
def test_a_birth_date_is_eight_keys(typed, step):
    born = Spelling("birth_date")
    assert born.type(typed, TODAY) is step


def test_a_day_that_does_not_exist_is_left_to_the_form_which_says_so():
    born = Spelling("birth_date")
    assert born.type("31022003", TODAY) is Step.SUBMIT


def test_a_number_that_is_not_right_is_given_anew():
    cin = Spelling("cin")
    cin.say("A B 123456", "fr", TODAY)
    assert cin.confirmed(False) is Step.ASK_AGAIN
    assert (cin.value, cin.letters, cin.digits) == ("", "", "")
    assert cin.say("A D 123456", "fr", TODAY) is Step.CONFIRM
    assert cin.confirmed(True) is Step.SUBMIT


def test_nobody_is_asked_for_ever():
    cin = Spelling("cin")
    steps = [cin.type("12", TODAY) for _ in range(MOST_SLIPS)]
    assert steps[-1] is Step.GIVE_UP
    assert set(steps[:-1]) == {Step.ASK_AGAIN}


def test_a_question_in_the_middle_is_passed_on():
    assert Spelling("cin").say("pourquoi vous demandez ça", "fr", TODAY) is Step.PASS_ON
    assert Spelling("birth_date").say("علاش محتاجينو", "ar", TODAY) is Step.PASS_ON


def test_what_is_given_does_not_show_in_a_representation():
    cin = Spelling("cin")
    cin.say("A B 123456", "fr", TODAY)
    assert "123456" not in repr(cin)
