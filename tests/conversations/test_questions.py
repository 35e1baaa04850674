"""Questions in five varieties get the right answer in the person's language."""

from __future__ import annotations

import re

import pytest

from knowledge import load_knowledge

VALUES = {language: load_knowledge().answer_values(language) for language in ("fr", "ar")}


def is_arabic(text: str) -> bool:
    return len(re.findall(r"[\u0621-\u064a]", text)) > len(re.findall(r"[a-z]", text))


@pytest.mark.parametrize(
    ("question", "language", "fact"),
    [
        ("c'est payant l'amo étudiant ?", "fr", "K12.amount"),
        ("شحال خاصني نخلص باش نتسجل", "ar", "K12.amount"),
        ("هل التأمين الصحي للطلبة مجاني؟", "ar", "K12.amount"),
        ("wach khassni nkhelles chi 7aja", "ar", "K12.amount"),
        ("quel est le délai pour déposer mon dossier de soins", "fr", "K30.days"),
        ("le numéro du centre d'appel svp", "fr", "F43.number"),
        ("شنو هي النمرة ديال مركز الاتصال", "ar", "F43.number"),
        ("donne moi le lien pour suivre mon dossier", "fr", "F41.url"),
        ("c'est quoi le site officiel", "fr", "F45.url"),
        ("واش غادي يحيدو التغطية ديال الطلبة", "ar", "K47.law"),
        ("la CNSS va remplacer la CNOPS ?", "fr", "K47.effect"),
        ("ch7al kayrj3o f dwa", "ar", "K24.rate"),
        ("combien on rembourse une consultation chez le médecin", "fr", "K21.rate"),
        ("واش كاين شي تطبيق ديال التيليفون", "ar", "F44.name"),
    ],
)
def test_a_question_is_answered_with_its_fact_in_its_language(talk, question, language, fact):
    answer = talk.say(question)
    assert VALUES[language][fact] in answer
    assert is_arabic(answer) == (language == "ar")


def test_the_steps_come_in_their_true_order_and_one_at_a_time(talk):
    steps = talk.say("comment je m'inscris à l'amo, par quoi je commence ?")
    fourth = "4. Si vous êtes accepté, droits"
    order = [
        steps.index(words) for words in ("1. Déclarer", "2. Vérification", "3. Réponse", fourth)
    ]
    assert order == sorted(order)
    assert talk.press("Étape suivante").startswith("Étape 1")
    assert talk.say("et ensuite ?").startswith("Étape 2")
    assert talk.say("bureau à Fès") and talk.say("étape suivante").startswith("Étape 3")


def test_the_source_of_an_answer_is_told(talk):
    assert "source" not in talk.say("c'est payant ?").lower()
    assert "Dépliant" in talk.say("source ?")
    assert "مطوية" in talk.say("منين جبتي هادشي")


def test_a_language_once_chosen_holds(talk):
    talk.say("b français s'il te plait")
    assert not is_arabic(talk.say("wach khassni nkhelles chi 7aja"))
    talk.say("بالعربية من فضلك")
    assert is_arabic(talk.say("c'est payant ?"))


@pytest.mark.parametrize(
    ("question", "arabic"),
    [
        ("bureau le plus proche de Dakhla", False),
        ("le bureau de Sidi Bouzid s'il vous plaît", False),
        ("fin kayn bureau f Dakhla", True),
        ("طنجة", True),
    ],
)
def test_the_name_of_a_town_does_not_decide_the_language(talk, question, arabic):
    assert is_arabic(talk.say(question)) == arabic


def test_lost_once_offers_topics_and_twice_a_person(talk):
    talk.say("quel temps fait-il à Agadir demain")
    assert talk.answers[0]["buttons"]
    assert VALUES["fr"]["F43.number"] in talk.say("qui a gagné le match hier")


@pytest.mark.parametrize(
    "hostile", ["", "   ", "😀", "a" * 10_000, "/restart", "'; DROP TABLE x;--", None]
)
def test_nothing_stays_unanswered(talk, hostile):
    assert talk.say(hostile)


def test_an_emergency_is_answered_at_once_in_the_middle_of_the_tracking(talk):
    talk.say("où en est ma demande ?")
    assert talk.say("au secours mon ami ne respire plus").startswith("C'est urgent")


def test_what_comes_next_without_a_walk_is_told_for_each_step_one_may_be_at(talk):
    assert talk.say("étape suivante").startswith("Tout dépend de là où vous en êtes")


@pytest.mark.parametrize(
    ("message", "step"),
    [
        ("ma déclaration est envoyée, je fais quoi maintenant ?", "Étape 2"),
        (
            "j'ai déclaré, c'est quoi la suite ? et qui vérifie que je n'ai rien d'autre ?",
            "Étape 2",
        ),
        ("وماذا يحدث بعد التحقق؟", "المرحلة 3"),
        ("9eblouni lhamdollah, chno ndir mn b3d", "المرحلة 4"),
        ("جاني الإيميل قالو ليا مقبول، دابا آش خاصني ندير", "المرحلة 4"),
    ],
)
def test_who_says_what_is_done_is_told_the_step_after_it(talk, message, step):
    assert talk.say(message).startswith(step)


def test_a_question_on_one_step_goes_on_from_there(talk):
    talk.say("qui vérifie que je n'ai pas d'autre assurance ?")
    assert talk.say("et ensuite ?").startswith("Étape 3")


def test_something_else_altogether_is_said_to_be_so(talk):
    assert "pas mon domaine" in talk.say("donne-moi la recette du couscous aux sept légumes")


def test_two_wishes_in_one_message_are_both_answered_in_order(talk):
    talk.say("kifach ntsjel o fin kayn lmaktab f Fès ?")
    first, second = (answer["text"] for answer in talk.answers)
    assert "1." in first and "سايس" in second


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("ENSA de Fès, je déclare où ?", "amo.usmba"),
        ("à Kénitra, où est le bureau et où je dépose ma feuille de soins ?", "Massira"),
    ],
)
def test_where_to_go_is_told_once_when_both_wishes_ask_for_it(talk, message, said):
    talk.say(message)
    told = [answer["text"] for answer in talk.answers if said in answer.get("text", "")]
    assert len(told) == 1


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("واش الأسنان داخلة؟ والنظارات؟", ["الأسنان", "النظارات"]),
        ("séances de kiné remboursées à combien", ["kinésithérapie"]),
        ("n9der nsifet dossier dyal lmard b la poste?", ["البريد"]),
        ("est-ce que je dois encore légaliser ma déclaration ?", ["légalisée"]),
        ("j'ai reçu un SMS de la cnops qui demande mon RIB", ["RIB"]),
        ("mes parents n'ont aucune couverture, j'ai 19 ans, j'y ai droit ?", ["vous y avez droit"]),
        ("mon père est à la CNSS, je dois quand même déclarer ?", ["Déclarez « couvert »"]),
        ("que deviennent les dossiers de soins en cours en février 2027 ?", ["copie de tout"]),
    ],
)
def test_a_detail_gets_an_answer_of_its_own(talk, question, said):
    answer = talk.say(question)
    assert all(words in answer for words in said), answer


@pytest.mark.parametrize(
    "danger",
    [
        "ma b9itch baghi n3ich w had cnops ma jawbatch",
        "je pense à me suicider, le psy est remboursé combien ?",
        "سأنتحر إذا رُفض طلبي",
        "si ma demande est refusée je vais me tuer",
    ],
)
def test_a_danger_is_heard_inside_another_topic(talk, danger):
    assert VALUES["fr"]["K58.number"] in talk.say(danger)


def test_the_sources_of_an_answer_begin_with_what_it_is_about(talk):
    talk.say("comment je fais la déclaration ?")
    assert "Dépliant" in talk.say("source ?").splitlines()[1]


@pytest.mark.parametrize("phrase", ["lien déclaration", "bureau Agadir", "menu"])
def test_a_short_french_phrase_is_answered_in_french(talk, phrase):
    assert not is_arabic(talk.say(phrase))
