"""Answers are written for the ear: no link, no sign, numbers as they are said, short parts."""

from __future__ import annotations

import re

import pytest

from bot.answers.answer import Answer, Button
from bot.answers.plain import domain_responses
from bot.channels.telephone.speaking.duration import spoken_seconds
from bot.channels.telephone.speaking.inventory import spoken_responses
from bot.channels.telephone.speaking.links import links_in
from bot.channels.telephone.speaking.parts import MOST_ITEMS, MOST_SECONDS, parts_of
from bot.channels.telephone.speaking.sentences import Sentence, sentences_of
from bot.channels.telephone.speaking.spoken_answer import spoken_parts

# A part, three things to choose, and where the rest is.
LONGEST_TURN = 40.0
LINKS = {"fr": "un lien", "ar": "رابط"}
UNSPOKEN = re.compile(
    r"https?:|www\.|@|[•⚠%٪→<>{}«»*#_|]|\d{2}/\d{2}|\d:\d{2}|\n|(?<!\w)ص\.?ب\.? ?\d|\bBP\b|\bDH\b"
)
RESPONSES = list(spoken_responses())


def said(text: str, language: str = "fr", **more) -> str:
    return " ".join(s.text for s in sentences_of(text, language, LINKS[language], **more))


def test_every_response_is_said_in_both_languages():
    spoken = {(one.name, one.language) for one in RESPONSES}
    assert spoken == {(name, lang) for name in domain_responses() for lang in LINKS}
    assert all(part.text or part.options for one in RESPONSES for part in one.parts)


@pytest.mark.parametrize("language", LINKS)
def test_nothing_is_said_that_only_a_screen_can_show(language):
    mine = [one for one in RESPONSES if one.language == language]
    shown = {
        one.name: found for one in mine for p in one.parts if (found := UNSPOKEN.findall(p.text))
    }
    assert not shown


@pytest.mark.parametrize("language", LINKS)
def test_no_part_is_longer_than_one_can_listen_to(language):
    mine = [one for one in RESPONSES if one.language == language]
    long = {
        one.name: part.text
        for one in mine
        for part in one.parts
        if spoken_seconds(part.text) > MOST_SECONDS
    }
    assert not long
    assert max(max(one.seconds) for one in mine) <= LONGEST_TURN
    assert max(len(part.options) for one in mine for part in one.parts) <= MOST_ITEMS


def test_whoever_is_in_danger_hears_all_the_numbers_at_once():
    for one in RESPONSES:
        if one.name == "utter_report_emergency":
            assert len(one.parts) == 1
            for number in ("15", "141", "19", "177"):
                assert re.search(rf"\b{number}\b", one.parts[0].text)


def test_what_is_said_to_callers_does_not_ask_them_to_write():
    """Where the text says "write" to the person, the telephone has words of its own."""
    wrong = re.compile(r"[Éé]crivez-(?:le|la|moi)|\bÉcrivez (?:son|sa|le|la|votre)\b")
    asks = ("utter_ask_university", "utter_invalid_birth_date", "utter_birth_date_no_year")
    asks += ("utter_invalid_call_back_number", "utter_university_unknown", "utter_message_empty")
    for one in RESPONSES:
        if one.name in asks and one.scheme == "in_force":
            assert not wrong.search(" ".join(part.text for part in one.parts)), one.name


@pytest.mark.parametrize(
    ("language", "shown", "heard"),
    [
        ("fr", "Appelez le 0538 00 20 20", "Appelez le 0 5 3 8, 0 0, 2 0, 2 0."),
        ("fr", "de l'étranger : +212538002020", "21 25 38"),
        ("fr", "400 DH par an, 80 %", "400 dirhams par an, 80 pour cent."),
        ("fr", "2 250 DH", "2250 dirhams."),
        ("fr", "467 400 assurés", "467400 assurés."),
        ("fr", "depuis le 05/03/2026", "depuis le 5 mars 2026."),
        ("fr", "la loi 54-23", "la loi 54 23."),
        ("fr", "année 2026-2027", "année 2026 2027."),
        ("fr", "lundi 08:30–16:00", "lundi de 8 heures 30 à 16 heures."),
        ("fr", "à environ 12 km", "à environ 12 kilomètres."),
        ("fr", "par exemple AB123456", "par exemple A, B, 1 2 3, 4 5 6."),
        ("ar", "الرقم \u200e0538 00 20 20\u200e", "الرقم 0 5 3 8, 0 0, 2 0, 2 0."),
        ("ar", "منذ \u200e05/03/2026\u200e", "منذ 5 مارس 2026."),
        ("ar", "80%", "80 في المئة."),
        ("ar", "الاثنين 08:30–16:00", "الاثنين من الساعة 8 و30 دقيقة إلى الساعة 16."),
    ],
)
def test_figures_are_said_as_people_say_them(language, shown, heard):
    if heard == "21 25 38":
        assert said(shown, language).endswith("2 1, 2 5, 3 8, 0 0, 2 0, 2 0.")
    else:
        assert said(shown, language) == heard


def test_an_address_is_said_without_its_box_unless_that_is_asked_for():
    address = "Avenue Allal El Fassi, BP 6221, Al Irfane, Rabat"
    assert said(address) == "Avenue Allal El Fassi, Al Irfane, Rabat."
    assert "6221" in said(address, with_boxes=True)
    assert said("شارع علال الفاسي، ص.ب 6221 - العرفان", "ar") == "شارع علال الفاسي، العرفان."


def test_links_are_named_and_kept_to_be_sent():
    text = "Le site :\nhttps://www.cnops.org.ma/a?b=c.\nou amo.um5.ac.ma/x, contact : a@um5.ac.ma"
    assert links_in(text) == ["https://www.cnops.org.ma/a?b=c", "amo.um5.ac.ma/x"]
    assert said(text) == "Le site : un lien. ou un lien, contact :"


def test_a_map_that_nothing_leads_to_is_left_out():
    assert said("Cité Souissi\nAvenue X\nhttps://maps.example/1") == "Cité Souissi. Avenue X."


def test_a_list_comes_three_items_at_a_time():
    items = [Sentence(f"ville {number}.", is_item=True) for number in range(7)]
    assert [part.count("ville") for part in parts_of(items)] == [3, 3, 1]


def test_a_sentence_without_end_is_parted_all_the_same():
    endless = Sentence(" ".join(["extraordinairement"] * 120))
    parts = parts_of([endless])
    assert len(parts) > 1
    assert all(spoken_seconds(part) <= MOST_SECONDS for part in parts)
    assert " ".join(parts) == endless.text


def test_more_than_three_choices_come_in_turns():
    buttons = tuple(Button(f"choix {number}", f"/greet_{number}") for number in range(7))
    parts = spoken_parts([Answer("Lequel ?", "fr", buttons=buttons)], "fr", "un lien")
    assert [len(part.options) for part in parts] == [3, 3, 1]


def test_slower_takes_longer():
    text = "Vos droits s'ouvrent dès que vous recevez le mail d'acceptation."
    assert spoken_seconds(text, slow=True) > 1.15 * spoken_seconds(text)


def test_a_question_that_ends_with_a_quoted_one_has_one_mark():
    assert said("هل تقصد «التكلفة» أم «من يستفيد؟»؟", "ar").count("؟") == 1
