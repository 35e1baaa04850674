"""The state of one's own application, told to whoever knows all three identifiers."""

from __future__ import annotations

from tests.conftest import everything_written


def test_one_identifier_at_a_time(talk):
    talk.say("wach mqbola la demande dyali")
    talk.say("ZZ100001")
    talk.say("Z100000001")
    assert "مقبول" in talk.say("5/3/2005")


def test_all_at_once_in_any_order(talk):
    answer = talk.say(
        "je veux le statut de ma demande, né le 21 août 2004, z100000002, CIN ZZ 100002"
    )
    assert "en cours de vérification" in answer


def test_a_question_in_between_is_answered_and_the_tracking_goes_on(talk):
    talk.say("où en est ma demande ?")
    talk.say("ZZ100003")
    answer = talk.say("au fait c'est payant ?")
    assert "400 DH" in answer and "Massar" in answer
    assert "Fès" in talk.say("il y a un bureau à Fès ?")
    talk.say("Z100000003")
    assert "refusée" in talk.say("30/12/2003")


def test_what_cannot_be_an_identifier_is_explained_and_asked_again(talk):
    talk.say("où en est ma demande ?")
    assert "lettre O" in talk.say("ZZ1OOOO1")
    talk.say("ZZ100004")
    talk.say("Z100000004")
    assert "n'existe pas" in talk.say("31/02/2006")
    assert "déclarée" in talk.say("17 janvier 2006")


def test_only_the_wrong_one_is_typed_again(talk):
    talk.say("où en est ma demande ?")
    assert "ne trouve pas" in talk.say("ZZ100005 Z100000005 3/7/2005")
    assert "incomplète" in talk.say("2/7/2005")


def test_cancelling_forgets_what_was_given(talk):
    talk.say("où en est ma demande ?")
    talk.say("ZZ100001")
    assert "annulé" in talk.say("annuler")
    assert "CIN" in talk.say("où en est ma demande ?")


def test_five_wrong_tries_lock(talk):
    talk.say("où en est ma demande ?")
    for day in range(10, 15):
        talk.say(f"ZZ777777 Z777777777 {day}/01/2001")
    assert "bloqué" in talk.say("15/01/2001")


def test_nothing_that_was_typed_is_in_any_log_or_store(talk, assistant):
    talk.say("où en est ma demande ? ZZ424242 Z424242424 né le 24/12/2002, 0661424242, ali@x.ma")
    written = everything_written(assistant.state)
    assert written
    for secret in ("424242", "24/12/2002", "2002-12-24", "ali@x.ma"):
        assert secret not in written


def test_all_three_without_a_word_begin_the_tracking(talk):
    assert "acceptée" in talk.say("bonjour, merci ZZ100001 Z100000001 5/3/2005")


def test_an_identifier_is_corrected_at_any_time(talk):
    talk.say("où en est ma demande ?")
    talk.say("ZZ100009")
    assert "corrigé" in talk.say("non, c'est ZZ100001")
    talk.say("Z100000001")
    assert "acceptée" in talk.say("5/3/2005")


def test_the_address_that_the_fund_writes_to_is_hinted_at(talk):
    answer = talk.say("statut de ma demande ZZ100002 Z100000002 21/8/2004")
    assert "y•••@uiz.example" in answer and "yassine" not in answer


def test_an_interruption_gets_the_answer_that_it_gets_elsewhere(talk):
    outside = talk.say("les lunettes sont remboursées ?")
    talk.say("où en est ma demande ?")
    inside = talk.say("les lunettes sont remboursées ?")
    assert inside.startswith(outside) and "Revenons" in inside and "CIN" in inside


def test_an_emergency_ends_the_tracking_whatever_numbers_it_bears(talk):
    talk.say("où en est ma demande ?")
    talk.say("ZZ100001")
    answer = talk.say("vite, mon ami né le 5/3/2005 ne respire plus, il est inconscient !")
    assert answer.startswith("C'est urgent") and "Massar" not in answer


def test_who_lacks_an_identifier_learns_why_all_three_are_needed(talk):
    talk.say("où en est ma demande ?")
    assert "les trois" in talk.say("non")


def test_who_wants_a_person_is_not_asked_for_numbers_any_more(talk):
    talk.say("فين وصل الطلب ديالي")
    assert "البطاقة" not in talk.say("بغيت نهضر مع شي واحد")


def test_asking_again_inside_the_tracking_goes_on_with_it(talk):
    talk.say("je veux suivre ma demande")
    talk.say("je veux suivre ma demande")
    assert len(talk.answers) <= 2
    assert "Massar" in talk.say("ZZ100004")


def test_it_is_this_one_and_not_that_one(talk):
    talk.say("où en est ma demande ?")
    talk.say("ZZ100009")
    talk.say("non, c'est ZZ100004 pas ZZ100009")
    talk.say("Z100000004")
    assert "déclarée" in talk.say("17/1/2006")


def test_who_has_no_massar_code_learns_that_all_three_are_needed(talk):
    talk.say("où en est ma demande ?")
    assert "les trois" in talk.say("j'ai pas de code massar")


def test_why_after_a_refusal_tells_the_known_cause(talk):
    talk.say("où en est ma demande ? ZZ100003 Z100000003 30/12/2003")
    assert "cause" in talk.say("pourquoi ?")


def test_the_same_numbers_are_not_tried_twice(talk):
    talk.say("où en est ma demande ? ZZ654321 Z654321987 1/1/2001")
    assert "CIN" in talk.say("/track_application")
    assert "ne trouve pas" not in talk.say("où en est ma demande ?")


def test_a_spoken_birth_date_is_taken_out_and_read(talk, assistant):
    answer = talk.say("statut demande ZZ100004 Z100000004 né le dix-sept janvier deux mille six")
    assert "déclarée" in answer
    assert "deux mille six" not in everything_written(assistant.state)
