"""What callers can do in a call: keys, words, silence, and what they then hear."""

from __future__ import annotations

import pytest

from tests.telephone.caller import Caller

LINK = "https://www.cnops.org.ma/formulaires"


@pytest.fixture
def ringing(server) -> Caller:
    caller = Caller(server)
    caller.rings()
    return caller


def test_the_welcome_is_in_both_languages_and_can_be_interrupted(ringing):
    assert "مرحبا" in ringing.heard
    assert "Pour le français" in ringing.heard
    assert ringing.languages() == ["Polly.Zeina", "Polly.Lea-Neural"]
    gather = ringing.gather()
    assert (gather["input"], gather["bargeIn"]) == ("dtmf speech", "true")
    assert gather["actionOnEmptyResult"] == "true"


@pytest.mark.parametrize(
    ("key", "language", "recogniser"), [("1", "ar", "ar-MA"), ("2", "fr", "fr-FR")]
)
def test_the_language_is_chosen_by_key(ringing, rasa, key, language, recogniser):
    ringing.presses(key)
    assert rasa.texts() == [f'/choose_language{{"language_choice": "{language}"}}']
    assert ringing.gather()["language"] == recogniser


@pytest.mark.parametrize(
    ("words", "recogniser"),
    [("français s'il vous plaît", "fr-FR"), ("الفرنسية", "fr-FR"), ("بالعربية عافاك", "ar-MA")],
)
def test_the_language_is_chosen_by_speaking(ringing, words, recogniser):
    ringing.says(words)
    assert ringing.gather()["language"] == recogniser


def test_who_asks_at_once_is_answered_at_once(ringing, rasa):
    assert ringing.says("شحال كيخلص الطالب") == "re شحال كيخلص الطالب."
    assert rasa.heard[-1].metadata["language"] == "ar"


def test_every_question_takes_voice_and_keys(caller):
    caller.says("c'est payant")
    assert caller.gather()["input"] == "dtmf speech"


def test_buttons_become_keys(caller, rasa):
    buttons = [
        {"title": "La déclaration", "payload": "/greet"},
        {"title": "Oui", "payload": "/affirm"},
    ]
    rasa.answers("bonjour", {"text": "Bonjour.", "buttons": buttons})
    assert caller.says("bonjour") == "Bonjour. La déclaration : touche 1. Oui : touche 2."
    caller.presses("2")
    assert rasa.texts()[-1] == "/affirm"


def test_a_key_without_use_is_told_and_the_question_said_again(caller):
    caller.says("bonjour")
    assert caller.presses("5") == "Cette touche ne sert à rien ici. re bonjour."


@pytest.mark.parametrize("ask", ["*", "répétez", "je n'ai pas compris", "pardon"])
def test_repeat(caller, rasa, ask):
    first = caller.says("bonjour")
    before = len(rasa.heard)
    assert (caller.presses(ask) if ask == "*" else caller.says(ask)) == first
    assert len(rasa.heard) == before


@pytest.mark.parametrize("ask", ["0", "plus lentement", "moins vite s'il vous plaît"])
def test_slower_and_back(caller, ask):
    caller.says("bonjour")
    heard = caller.presses(ask) if ask == "0" else caller.says(ask)
    assert heard == "re bonjour."
    assert [one.get("rate") for one in caller.document.iter("prosody")] == ["80%"]
    caller.says("autre chose")
    assert list(caller.document.iter("prosody"))
    caller.presses("0")
    assert not list(caller.document.iter("prosody"))


def test_silence_is_met_in_steps(caller):
    caller.says("bonjour")
    assert caller.is_silent() == "Je n'ai rien entendu. re bonjour."
    second = caller.is_silent()
    assert "étoile" in second
    assert "re bonjour" in second
    assert "Je ne vous entends pas" in caller.is_silent()
    assert caller.was_hung_up


def test_who_speaks_again_is_not_hung_up_on(caller):
    caller.is_silent()
    caller.is_silent()
    caller.says("bonjour")
    caller.is_silent()
    assert not caller.was_hung_up


def test_silence_at_the_welcome_says_it_again_then_ends_in_both_languages(ringing):
    first = ringing.heard
    assert ringing.is_silent() == first
    assert ringing.is_silent() == first
    assert "Au revoir" in ringing.is_silent()
    assert "إلى اللقاء" in ringing.heard
    assert ringing.was_hung_up


def test_what_is_heard_badly_is_checked(caller, rasa):
    heard = caller.says("combien ça goûte", confidence=0.2)
    assert "Avez-vous dit : combien ça goûte ?" in heard
    assert "combien ça goûte" not in rasa.texts()
    caller.presses("1")
    assert rasa.texts()[-1] == "combien ça goûte"


@pytest.mark.parametrize("no", ["2", "non", "c'est pas ça"])
def test_what_was_misheard_is_said_again(caller, rasa, no):
    caller.says("gambas", confidence=0.2)
    heard = caller.presses(no) if no == "2" else caller.says(no)
    assert heard == "D'accord. Redites votre question, avec d'autres mots."
    assert caller.says("combien ça coûte") == "re combien ça coûte."
    assert "gambas" not in rasa.texts()


def test_yes_by_voice_and_a_new_question_in_its_place(caller, rasa):
    caller.says("l'attestation", confidence=0.1)
    caller.says("oui c'est ça", confidence=0.1)
    assert rasa.texts()[-1] == "l'attestation"
    caller.says("la carte", confidence=0.1)
    caller.says("où est le bureau de Fès")
    assert rasa.texts()[-1] == "où est le bureau de Fès"


def test_a_recogniser_that_gives_no_confidence_is_believed(caller, rasa):
    caller.says("bonjour", confidence=None)
    caller.says("merci", confidence=0.0)
    assert rasa.texts()[-2:] == ["bonjour", "merci"]


def test_a_long_answer_comes_in_parts(caller, rasa):
    lines = "\n".join(f"• la ville numéro {number}" for number in range(1, 6))
    rasa.answers("villes", {"text": lines, "buttons": [{"title": "Oui", "payload": "/affirm"}]})
    first = caller.says("villes")
    assert first.count("la ville") == 3
    assert "dites suite ou tapez 8" in first
    assert "touche 1" not in first
    second = caller.says("la suite")
    assert second.count("la ville") == 2
    assert "Oui : touche 1." in second
    assert "tapez 8" not in second


def test_the_rest_by_key_and_another_question_instead(caller, rasa):
    lines = "\n".join(f"• la ville numéro {number}" for number in range(1, 6))
    rasa.answers("villes", {"text": lines})
    caller.says("villes")
    assert caller.presses("8").count("la ville") == 2
    caller.says("villes")
    assert caller.says("bonjour") == "re bonjour."
    assert caller.presses("8") == "re bonjour."


def test_a_link_is_sent_not_read(caller, rasa, sms):
    rasa.answers("formulaire", {"text": f"La feuille est ici : {LINK}"})
    heard = caller.says("formulaire")
    assert heard == (
        "La feuille est ici : un lien à recevoir par SMS. Pour recevoir le lien par SMS, tapez 7."
    )
    assert caller.presses("7").startswith("Le lien part au numéro qui finit par ")
    ((number, text),) = sms.sent
    assert number == caller.number
    assert text == f"Taghtia, AMO étudiants :\n{LINK}"


def test_a_link_by_voice_and_where_there_is_none(caller, rasa, sms):
    rasa.answers("formulaire", {"text": f"La feuille : {LINK}"})
    caller.says("formulaire")
    caller.says("envoyez-moi le lien")
    assert len(sms.sent) == 1
    caller.says("bonjour")
    assert "pas de lien" in caller.presses("7")
    assert len(sms.sent) == 1


def test_a_link_that_was_not_said_is_asked_for_like_anything_else(caller, rasa):
    caller.says("bonjour")
    assert caller.says("le lien") == "re le lien."


def test_an_sms_that_is_not_taken_is_told(caller, rasa, sms):
    sms.refuses = True
    rasa.answers("formulaire", {"text": f"La feuille : {LINK}"})
    caller.says("formulaire")
    assert "n'a pas pu partir" in caller.presses("7")


@pytest.mark.parametrize("hidden", ["anonymous", "+266696687", "", "+212537123456"])
def test_who_hides_their_number_or_has_no_mobile_is_offered_no_sms(server, rasa, sms, hidden):
    caller = Caller(server, number=hidden)
    caller.rings()
    caller.presses("2")
    rasa.answers("formulaire", {"text": f"La feuille : {LINK}"})
    heard = caller.says("formulaire")
    assert "un lien que je ne peux pas dicter" in heard
    assert "tapez 7" not in heard
    assert "Je ne peux pas envoyer de SMS" in caller.presses("7")
    assert sms.sent == []


def test_a_box_number_is_said_only_on_demand(caller, rasa):
    rasa.answers("bureau", {"text": "Avenue Allal El Fassi, BP 6221, Rabat"})
    assert "6221" not in caller.says("bureau")
    assert "6221" in caller.says("et la boîte postale")


def test_a_goodbye_ends_the_call(caller, rasa):
    rasa.answers("au revoir", {"text": "Au revoir.", "metadata": {"effect": "hang_up"}})
    assert caller.says("au revoir") == "Au revoir."
    assert caller.was_hung_up


def test_a_command_of_rasa_cannot_be_said(caller, rasa):
    caller.says("/restart")
    assert rasa.texts()[-1] == "restart"


def test_the_language_follows_the_answers(caller, rasa):
    rasa.answers("en arabe je veux", {"text": "حسنا", "metadata": {"language": "ar"}})
    caller.says("en arabe je veux")
    assert caller.gather()["language"] == "ar-MA"
    assert caller.languages() == ["Polly.Zeina"]


def test_endless_speech_is_refused_kindly(caller, rasa):
    caller.says("bla " * 2_000)
    assert len(rasa.texts()[-1]) <= 2_000
