"""Whole calls with the trained assistant, in both languages: topics, tracking, people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.telephone.speaking.duration import spoken_seconds
from handover import Cause
from tests.conftest import everything_written
from tests.telephone.caller import Caller
from tests.telephone.helpline import TARGET, Centre, centre

FRENCH, ARABIC = "2", "1"
# A part of an answer, what can be chosen, and the prompts; more only where a number is asked for.
LONGEST_TURN = 45.0
UNSPOKEN = re.compile(r"https?:|www\.|@|[•⚠%]")
# As a recogniser writes it: no punctuation, no capitals, numbers as words.
FRENCH_QUESTIONS = [
    ("quelles sont les étapes pour m'inscrire", "quatre étapes"),
    ("où est-ce que je fais la déclaration", "déclarez en ligne"),
    ("qui vérifie que je n'ai pas d'autre couverture", "ANAM"),
    ("je n'ai pas reçu le mail de réponse", "indésirables"),
    ("à partir de quand je suis couvert", "droits s'ouvrent"),
    ("est-ce que je dois refaire la déclaration chaque année", "rentrée"),
    ("la plateforme de l'université mohammed cinq de rabat", "Mohammed V"),
    ("mes parents ont la cnss est-ce que j'ai droit", "vous n'avez pas droit"),
    ("pourquoi j'ai été refusé", "refus"),
    ("combien ça coûte", "400 dirhams"),
    ("quels soins sont remboursés", "80 pour cent"),
    ("comment remplir la feuille de soins", "feuilles"),
    ("où déposer mon dossier de soins", "ONOUSC"),
    ("est-ce qu'il faut une carte", "CIN suffit"),
    ("donnez-moi le lien de suivi", "un lien à recevoir par SMS"),
    ("où est le bureau le plus proche de taroudant", "Taroudant"),
    ("quel est le numéro du centre d'appel", "0 5 3 8, 0 0, 2 0, 2 0"),
    ("est-ce qu'il y a une application mobile", "SMARTCNOPS"),
    ("c'est quoi le site de la cnops", "un lien à recevoir par SMS"),
    ("qui gère l'assurance maintenant", "loi 54 23"),
    ("qu'est-ce que vous faites de mes données", "chiffrés"),
    ("où en est mon remboursement", "dossiers de soins"),
    ("je veux corriger mon adresse mail", "correction"),
    ("comment avoir une attestation", "attestation"),
    ("je vais être hospitalisé la semaine prochaine", "prise en charge"),
    ("la plateforme de l'université ne marche pas", "ennui"),
    ("mon ami ne respire plus", "Ambulance : 15"),
    ("est-ce que tu es un robot", "programme"),
    ("qu'est-ce que tu sais faire", "expliquer"),
]
ARABIC_QUESTIONS = [
    ("كيفاش نتسجل فالتغطية الصحية", "التصريح"),
    ("فين كندير التصريح", "جامعتك"),
    ("شكون كيتحقق واش عندي تغطية أخرى", "الوكالة الوطنية"),
    ("ما وصلنيش الإيميل ديال الجواب", "البريد"),
    ("إمتى نقدر نبدا نستافد", "الاستفادة|تبدأ"),
    ("واش خاصني نعاود التصريح كل عام", "كل دخول جامعي"),
    ("المنصة ديال جامعة محمد الخامس", "محمد الخامس"),
    ("الوالدين ديالي عندهم الضمان الاجتماعي واش عندي الحق", "والديك"),
    ("علاش ترفض الطلب ديالي", "رفض|الرفض"),
    ("شحال كيخلص الطالب", "400 درهم"),
    ("شنو هي العلاجات اللي كتعوض", "80 في المئة"),
    ("كيف أملأ ورقة العلاجات", "أوراق|ورقة"),
    ("فين نحط ملف العلاج", "ONOUSC"),
    ("واش خاصني شي بطاقة", "البطاقة|بطاقتك"),
    ("فين كاين المكتب القريب من تارودانت", "تارودانت"),
    ("شنو هو رقم مركز الاتصال", "0 5 3 8, 0 0, 2 0, 2 0"),
    ("واش كاين شي تطبيق فالتيليفون", "SMARTCNOPS"),
    ("شنو هو موقع كنوبس", "رابط تتوصل به"),
    ("شكون كيسير التأمين دابا", "القانون 54 23"),
    ("ماذا تفعلون بمعطياتي الشخصية", "يشفر"),
    ("فين وصل التعويض ديالي", "ملفات"),
    ("كيفاش نصحح الإيميل ديالي", "التصحيح|تصحيح"),
    ("كيف أحصل على شهادة التغطية", "شهادة"),
    ("عندي عملية فالسبيطار شكون كيخلص", "التكفل|المستشفى"),
    ("عندي مرض مزمن شنو ندير", "إعفاء|المزمن"),
    ("صاحبي ما بقاش كيتنفس", "15"),
    ("واش نتا روبو", "برنامج"),
    ("شنو تقدر تدير", "يمكنني"),
]


@pytest.fixture(scope="module")
def helpline(tmp_path_factory) -> Iterator[Centre]:
    with centre(tmp_path_factory.mktemp("helpline")) as running:
        yield running


@pytest.fixture(autouse=True)
def open_desk(helpline) -> Iterator[None]:
    helpline.opens(True)
    yield
    for talk in helpline.store.talks.waiting():
        helpline.store.talks.abandon(talk.conversation)


def whole_answer(caller: Caller, heard: str) -> str:
    """What is said at once and, on demand, after it."""
    said = [heard]
    while re.search(r"tapez 8|اضغط 8", said[-1]):
        said.append(caller.presses("8"))
    for part in said:
        assert spoken_seconds(part) <= LONGEST_TURN, part
        assert not UNSPOKEN.search(part), part
    return " ".join(said)


@pytest.mark.parametrize(
    ("key", "questions"), [(FRENCH, FRENCH_QUESTIONS), (ARABIC, ARABIC_QUESTIONS)]
)
def test_every_topic_is_answered_in_one_call(helpline, key, questions):
    caller = helpline.caller(key)
    wrong = {}
    for question, expected in questions:
        answer = whole_answer(caller, caller.says(question))
        if not re.search(expected, answer):
            wrong[question] = answer
    assert not wrong


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


def test_who_does_not_exist_and_who_has_another_birthday_hear_the_same(helpline):
    heard = []
    for cin, massar, born in [
        ("100003", "100000003", "31122003"),
        ("100777", "100000777", "30122003"),
    ]:
        caller = helpline.caller(FRENCH)
        caller.says("suivre ma demande")
        heard.append(give(caller, cin, massar, born))
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
    (talk,) = helpline.store.talks.waiting()
    assert (talk.channel, talk.language, talk.cause) == ("telephone", "fr", Cause.ASKED)
    assert "ask_contribution" in talk.summary.topics
    story = [line.text for line in helpline.store.transcripts.read(talk.id)]
    assert "combien ça coûte" in story
    assert caller.dialled("completed").startswith("Merci")
    assert caller.was_hung_up
    assert helpline.store.talks.waiting() == []


def test_a_person_can_be_asked_for_in_darija_and_in_the_middle_of_the_tracking(helpline):
    caller = helpline.caller(ARABIC)
    caller.says("بغيت نعرف واش تقبل الطلب ديالي")
    caller.presses("9")
    assert caller.document.find("Dial") is not None
    other = helpline.caller(ARABIC)
    other.says("بغيت نهضر مع شي واحد")
    assert other.document.find("Dial") is not None


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
        caller.says("suivre ma demande")
        heard = give(caller, "100555", "100000555", f"0{attempt + 1}012003")
    assert "bloqué" in heard
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
