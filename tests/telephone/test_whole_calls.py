"""Whole calls with the trained assistant, in both languages: topics, tracking, people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.telephone.speaking.duration import spoken_seconds
from bot.gate.build import button_intents
from handover import Cause, Outcome, State
from tests.conftest import everything_written
from tests.telephone.caller import Caller
from tests.telephone.helpline import TARGET, Centre, centre
from tests.telephone.spoken import LANGUAGE_OF, NOT_SAID, Spoken, spoken

FRENCH, ARABIC = "2", "1"
KEYS = {"fr": FRENCH, "ar": ARABIC}
# A part of an answer, what can be chosen, and the prompts; more only where a number is asked for.
LONGEST_TURN = 45.0
UNSPOKEN = re.compile(r"https?:|www\.|@|[•⚠%]")


@pytest.fixture(scope="module")
def helpline(tmp_path_factory) -> Iterator[Centre]:
    with centre(tmp_path_factory.mktemp("helpline")) as running:
        yield running


@pytest.fixture(autouse=True)
def open_desk(helpline) -> Iterator[None]:
    helpline.opens(True)
    yield
    for talk in helpline.store.calls.under_way():
        helpline.store.calls.hung_up(talk.conversation)


def whole_answer(caller: Caller, heard: str) -> str:
    """What is said at once and, on demand, after it."""
    said = [heard]
    while re.search(r"tapez 8|اضغط 8", said[-1]):
        said.append(caller.presses("8"))
    for part in said:
        assert spoken_seconds(part) <= LONGEST_TURN, part
        assert not UNSPOKEN.search(part), part
    return " ".join(said)


def answered(caller: Caller, one: Spoken) -> str:
    """The whole answer to one of the spoken questions, in a call that is under way."""
    if one.before:
        whole_answer(caller, caller.says(one.before))
    heard = caller.presses(one.key) if one.key else caller.says(one.words)
    return whole_answer(caller, heard)


@pytest.fixture(scope="module")
def answers(helpline) -> dict[Spoken, str]:
    """What callers hear: in one long call for each variety, and in calls of their own."""
    helpline.opens(True)
    heard = {}
    for variety, language in LANGUAGE_OF.items():
        mine = [one for one in spoken() if one.variety == variety]
        long_call = helpline.caller(KEYS[language])
        for one in mine:
            caller = helpline.caller(KEYS[language]) if one.before else long_call
            heard[one] = answered(caller, one)
            if one.before:
                caller.hangs_up()
    return heard


@pytest.mark.parametrize("variety", LANGUAGE_OF)
def test_every_intent_of_the_domain_is_asked_by_telephone(variety):
    asked = {one.intent for one in spoken() if one.variety == variety}
    assert sorted(button_intents() - NOT_SAID - asked) == []
    assert sorted(asked - button_intents()) == []


@pytest.mark.parametrize("variety", LANGUAGE_OF)
def test_every_intent_is_answered_by_telephone(answers, variety):
    wrong = {
        f"{one.intent}: {one.words}": heard
        for one, heard in answers.items()
        if one.variety == variety and not re.search(one.hears, heard)
    }
    assert not wrong


def test_what_is_expected_fits_no_other_intents_answer(answers):
    """Else a wrong answer could pass for the right one."""
    loose = {
        (one.intent, one.hears, other.intent)
        for one in answers
        for other, heard in answers.items()
        if LANGUAGE_OF[one.variety] == LANGUAGE_OF[other.variety]
        if one.hears != other.hears and re.search(one.hears, heard)
    }
    assert not loose


def test_a_call_in_which_french_was_chosen_stays_french(helpline):
    caller = helpline.caller(FRENCH)
    caller.says("wach kayn chi mektab f fes")
    assert caller.languages() == ["Polly.Lea-Neural"]
    assert caller.gather()["language"] == "fr-FR"


def test_tracking_by_voice(helpline):
    caller = helpline.caller(FRENCH)
    assert "numéro de CIN" in caller.says("je veux suivre ma demande")
    assert "Z, Z 1 0 0, 0 0 2" in caller.says("zed zed cent mille deux")
    assert "code Massar" in caller.says("oui")
    assert "Z 1 0 0, 0 0 0, 0 0 2" in caller.says("zed un zéro zéro zéro zéro zéro zéro zéro deux")
    assert "date de naissance" in caller.says("c'est ça")
    assert "21 août 2004" in caller.says("vingt et un août deux mille quatre")
    assert "en cours de vérification" in caller.says("oui")


def test_tracking_by_keys_in_arabic(helpline):
    caller = helpline.caller(ARABIC)
    caller.says("بغيت نعرف واش تقبل الطلب ديالي")
    assert caller.gather()["finishOnKey"] == "#"
    assert "الحروف" in caller.presses("100001#")
    assert "Z, Z 1 0 0, 0 0 1" in caller.presses("9494#")
    caller.presses("1")
    caller.presses("100000001#")
    assert "Z 1 0 0, 0 0 0, 0 0 1" in caller.presses("94#")
    caller.presses("1")
    assert caller.gather()["numDigits"] == "8"
    assert "5 مارس 2005" in caller.presses("05032005")
    assert "خبر سار" in caller.presses("1")


def test_a_misheard_letter_is_corrected_before_it_counts(helpline):
    caller = helpline.caller(FRENCH)
    caller.says("suivre ma demande")
    assert "Z, E" in caller.says("zed eu cent mille deux")
    assert "Tapez ses chiffres seuls" in caller.says("non")
    caller.presses("100002#")
    assert "Z, Z" in caller.says("Z comme Zineb Z comme Zagora")
    assert "code Massar" in caller.presses("1")


def test_a_question_in_the_middle_is_answered_and_the_tracking_goes_on(helpline):
    caller = helpline.caller(FRENCH)
    caller.says("suivre ma demande")
    heard = caller.says("qu'est-ce que vous faites de mes données")
    assert "chiffrés" in heard
    assert "numéro de CIN" in heard
    assert "annulé" in caller.says("annuler")


def give(caller: Caller, cin: str, massar: str, born: str) -> str:
    """All three by keys, with Z for every letter."""
    caller.presses(f"{cin}#")
    caller.presses("9494#")
    caller.presses("1")
    caller.presses(f"{massar}#")
    caller.presses("94#")
    caller.presses("1")
    caller.presses(born)
    return caller.presses("1")


def state_of(caller: Caller, cin: str, massar: str, born: str) -> str:
    """What is heard of the application of who gives these."""
    caller.says("suivre ma demande")
    return give(caller, cin, massar, born)


def test_who_does_not_exist_and_who_has_another_birthday_hear_the_same(helpline):
    heard = []
    for cin, massar, born in [
        ("100003", "100000003", "31122003"),
        ("100777", "100000777", "30122003"),
    ]:
        caller = helpline.caller(FRENCH)
        heard.append(state_of(caller, cin, massar, born))
    assert "Je ne trouve pas de demande" in heard[0]
    assert heard[0] == heard[1]


def test_a_date_that_does_not_exist_is_explained(helpline):
    caller = helpline.caller(FRENCH)
    caller.says("suivre ma demande")
    caller.says("zed zed cent mille deux")
    caller.says("oui")
    caller.says("zed cent millions deux")
    caller.says("oui")
    assert "n'existe pas" in caller.presses("31022003")


def test_a_person_is_dialled_with_the_story_at_the_desk(helpline):
    caller = helpline.caller(FRENCH)
    caller.says("combien ça coûte")
    heard = caller.presses("9")
    assert "vous n'aurez rien à répéter" in heard
    assert caller.document.find("Dial/Number").text == TARGET
    assert helpline.store.talks.waiting() == []
    (talk,) = helpline.store.calls.under_way()
    assert (talk.channel, talk.language, talk.cause) == ("telephone", "fr", Cause.ASKED)
    assert "ask_contribution" in talk.summary.topics
    story = [line.text for line in helpline.store.transcripts.read(talk.id)]
    assert "combien ça coûte" in story
    assert caller.dialled("completed").startswith("Merci")
    assert caller.was_hung_up
    assert helpline.store.calls.under_way() == []
    ended = helpline.store.talks.find(talk.id)
    assert (ended.state, ended.outcome) == (State.CLOSED, Outcome.SPOKEN)


def test_a_person_can_be_asked_for_in_darija_and_in_the_middle_of_the_tracking(helpline):
    caller = helpline.caller(ARABIC)
    caller.says("بغيت نعرف واش تقبل الطلب ديالي")
    caller.presses("9")
    assert caller.document.find("Dial") is not None
    other = helpline.caller(ARABIC)
    other.says("بغيت نهضر مع شي واحد")
    assert other.document.find("Dial") is not None


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled"])
@pytest.mark.parametrize(
    ("key", "offer"),
    [(FRENCH, "À quel numéro un conseiller peut-il vous rappeler"), (ARABIC, "على أي رقم يمكن")],
)
def test_whoever_cannot_be_put_through_is_offered_a_call_back(helpline, key, offer, status):
    caller = helpline.caller(key)
    caller.presses("9")
    (talk,) = helpline.store.calls.under_way()
    heard = caller.dialled(status)
    assert offer in heard
    assert "tapez 1" in heard or "اضغط 1" in heard
    assert not caller.was_hung_up
    assert helpline.store.talks.find(talk.id).state is State.EXPIRED


def test_who_is_not_answered_is_called_back_at_the_number_they_call_from(helpline):
    before = len(helpline.store.call_backs.to_make())
    caller = helpline.caller(FRENCH)
    caller.says("combien ça coûte")
    caller.presses("9")
    heard = caller.dialled("no-answer")
    assert "personne n'a pu répondre" in heard
    assert "Pour le numéro d'où vous appelez, tapez 1." in heard
    assert "Quand vous convient-il" in caller.presses("1")
    assert f"finissant par {caller.number[-2:]}" in caller.presses("1")
    wishes = helpline.store.call_backs.to_make()
    assert len(wishes) == before + 1
    assert "ask_contribution" in wishes[-1].summary.topics


def test_outside_the_hours_a_call_back_goes_to_the_agents_queue(helpline):
    helpline.opens(False)
    before = len(helpline.store.call_backs.to_make())
    caller = helpline.caller(ARABIC)
    heard = caller.presses("9")
    assert caller.document.find("Dial") is None
    assert "هل تريد أن نتصل بك" in heard
    caller.presses("1")
    heard = caller.says("صفر ستة ستة وستين اطناش ربعة وتلاتين ستة وخمسين")
    assert "0 6, 6 6, 1 2, 3 4, 5 6" in heard
    caller.says("نعم صحيح")
    assert "56" in caller.presses("1")
    assert len(helpline.store.call_backs.to_make()) == before + 1


def test_five_wrong_tries_lock_here_as_everywhere(helpline):
    caller = helpline.caller(FRENCH)
    heard = ""
    for attempt in range(6):
        if "bloqué" in heard:
            break
        heard = state_of(caller, "100555", "100000555", f"0{attempt + 1}012003")
    assert "bloqué" in heard
    assert caller.document.find("Dial") is not None


def test_a_new_call_from_the_same_number_is_no_new_beginning(helpline):
    """Wrong tries count by the number, too: the sixth call hears what a locked one hears."""
    for attempt in range(5):
        caller = helpline.caller(FRENCH, number="+212661555001")
        heard = state_of(caller, f"10070{attempt}", f"10000070{attempt}", "01012003")
        assert "Je ne trouve pas de demande" in heard
        caller.hangs_up()
    again = helpline.caller(FRENCH, number="+212661555001")
    assert "bloqué" in state_of(again, "100001", "100000001", "05032005")
    assert again.document.find("Dial") is not None
    other = helpline.caller(FRENCH, number="+212661555002")
    assert "bonne nouvelle" in state_of(other, "100001", "100000001", "05032005").lower()


def test_callers_who_hide_their_number_do_not_lock_each_other_out(helpline):
    for attempt in range(6):
        caller = helpline.caller(FRENCH, number="anonymous")
        heard = state_of(caller, f"10080{attempt}", f"10000080{attempt}", "01012003")
        assert "Je ne trouve pas de demande" in heard


def test_who_is_not_understood_twice_is_put_through(helpline):
    caller = helpline.caller(FRENCH)
    for noise in ("ratatouille guitare bleue", "xylophone des nuages"):
        assert caller.document.find("Dial") is None
        caller.says(noise)
    assert caller.document.find("Dial") is not None


def test_a_goodbye_ends_the_call(helpline):
    caller = helpline.caller(FRENCH)
    assert "Au revoir" in caller.says("au revoir")
    assert caller.was_hung_up


def test_nothing_that_identifies_a_caller_is_written_anywhere(helpline):
    caller = helpline.caller(FRENCH, number="+212661987654")
    caller.says("suivre ma demande ma carte est G K quatre cent vingt et un mille trois cent sept")
    give(caller, "421307", "139572468", "17111999")
    caller.says("mon numéro est zéro six soixante et un quatre-vingt-dix-huit soixante-seize douze")
    caller.hangs_up()
    written = everything_written(Path(helpline.assistant.state))
    for secret in ("421307", "139572468", "661987654", "17/11/1999", "17111999", caller.call):
        assert secret not in written
    assert "quatre cent vingt et un mille" not in written
