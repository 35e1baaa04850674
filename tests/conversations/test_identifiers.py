"""The three identifiers in conversation: any order, corrections, mistakes, interruptions."""

from __future__ import annotations

from itertools import permutations

import pytest

SALMA = ("ZZ100001", "Z100000001", "5/3/2005")
KINDS = {"CIN": SALMA[0], "Massar": SALMA[1], "naissance": SALMA[2]}


@pytest.mark.parametrize("order", permutations(SALMA), ids=lambda order: order[0] + order[1][:2])
def test_one_at_a_time_in_any_order(talk, order):
    talk.say("où en est ma demande ?")
    for one in order[:2]:
        assert "acceptée" not in talk.say(one)
    assert "acceptée" in talk.say(order[2])


@pytest.mark.parametrize("first", SALMA)
def test_an_identifier_that_comes_unasked_opens_the_tracking(talk, first):
    talk.say("bonjour")
    answer = talk.say(first)
    assert "CNDP" in answer and "09-08" in answer
    missing = [kind for kind, value in KINDS.items() if value != first]
    assert missing[0] in answer.splitlines()[-1]


def test_what_becomes_of_the_numbers_is_said_before_the_first_and_once(talk):
    first = talk.say("je veux suivre ma demande")
    assert "09-08" in first and "CNDP" in first and "demi-heure" in first
    assert "CNDP" not in talk.say("ZZ100001")


def test_in_arabic_too(talk):
    first = talk.say("فين وصل الطلب ديالي")
    assert "09-08" in first and "CNDP" in first and "نصف ساعة" in first


def test_a_correction_after_the_next_question_is_taken(talk):
    talk.say("où en est ma demande ?")
    talk.say("ZZ100009")
    talk.say("Z100000001")
    assert "corrigé" in talk.say("non, c'est ZZ100001")
    assert "acceptée" in talk.say("5/3/2005")


def test_a_correction_in_arabic_is_taken(talk):
    talk.say("أريد تتبع طلبي")
    talk.say("ZZ100009")
    assert "التصحيح" in talk.say("لا، ZZ100001")


def test_two_different_numbers_in_one_answer_are_asked_about(talk):
    talk.say("où en est ma demande ?")
    assert "plusieurs numéros de CIN" in talk.say("ZZ100001 ou ZZ100002")
    talk.say("ZZ100001")
    talk.say("Z100000001")
    assert "plusieurs dates" in talk.say("le 5/3/2005 ou le 3/5/2005")
    assert "acceptée" in talk.say("5 mars 2005")


def test_one_number_written_twice_is_one_number(talk):
    talk.say("où en est ma demande ?")
    assert "Massar" in talk.say("ZZ100001, je répète : ZZ 100 001")


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        ("31/02/2005", "n'existe pas"),
        ("03/25/2005", "avant le jour"),
        ("05/03", "année"),
        ("01/01/2031", "pas encore passée"),
        ("01/01/1890", "trop ancienne"),
        ("bla bla", "15/03/2004"),
    ],
)
def test_a_date_that_cannot_be_is_told_why_with_an_example(talk, date, reason):
    talk.say("où en est ma demande ?")
    talk.say("ZZ100001")
    talk.say("Z100000001")
    answer = talk.say(date)
    assert reason in answer and "15/03/2004" in answer
    assert "UM5" in talk.say("5/3/2005")


def test_the_day_comes_first_without_asking_back(talk):
    talk.say("où en est ma demande ?")
    talk.say("ZZ100001")
    talk.say("Z100000001")
    assert "acceptée" in talk.say("05/03/2005")


GIVES_UP = "J'arrête ici le suivi"


def test_three_answers_in_a_row_that_cannot_be_read_lead_to_a_person(talk):
    talk.say("où en est ma demande ?")
    for wrong in ("123456", "AB12"):
        answer = talk.say(wrong)
        assert "AB123456" in answer and GIVES_UP not in answer
    last = talk.say("ZZ1OOOO1")
    assert GIVES_UP in last and "centre d'appel" in last
    assert "Massar" not in talk.say("bonjour"), "the form is over"


def test_the_three_in_arabic(talk):
    talk.say("أريد تتبع طلبي")
    for wrong in ("123456", "654321"):
        assert "AB123456" in talk.say(wrong)
    assert "أوقف التتبع" in talk.say("123")


def test_a_number_that_is_right_begins_the_count_anew(talk):
    talk.say("où en est ma demande ?")
    talk.say("123456")
    talk.say("654321")
    talk.say("ZZ100001")
    for wrong in ("123456", "654321"):
        assert GIVES_UP not in talk.say(wrong)
    assert "naissance" in talk.say("Z100000001")


def test_questions_in_between_are_no_mistakes(talk):
    talk.say("où en est ma demande ?")
    talk.say("123456")
    talk.say("654321")
    assert "400 DH" in talk.say("au fait c'est payant ?")
    assert GIVES_UP in talk.say("111111")


def test_after_giving_up_nothing_is_kept_and_one_may_begin_again(talk):
    talk.say("où en est ma demande ?")
    talk.say("ZZ100001")
    for wrong in ("123456", "654321", "111111"):
        talk.say(wrong)
    assert "CIN" in talk.press("Suivre ma demande").splitlines()[-1]
    talk.say("123456")
    assert GIVES_UP not in talk.say("654321")


def test_cancelling_after_nothing_was_found_forgets_the_numbers(talk):
    talk.say("où en est ma demande ? ZZ100001 Z100000001 6/3/2005")
    talk.say("annuler")
    assert "acceptée" not in talk.say("5/3/2005")
    assert "CIN" in talk.answers[-1]["text"]


def test_a_lock_says_that_it_may_be_somebody_elses_doing(talk):
    talk.say("où en est ma demande ?")
    for day in range(10, 15):
        talk.say(f"ZZ777776 Z777777776 {day}/01/2001")
    answer = talk.say("15/01/2001")
    assert "même pour la personne à qui ils appartiennent" in answer
    assert "/request_human" in str(talk.answers)
