"""Offices and platforms, with follow-ups."""

from __future__ import annotations

import pytest

from knowledge import load_knowledge
from tests.conftest import everything_written

KNOWLEDGE = load_knowledge()


def test_an_office_then_another_town(talk):
    assert "Tétouan" in talk.say("où est le bureau onousc à Tétouan ?")
    assert "Fès" in talk.say("et à Fès ?")
    assert "طنجة" in talk.say("و فطنجة؟")


def test_a_town_without_an_office_says_so_and_how_far(talk):
    answer = talk.say("bureau le plus proche de Dakhla")
    assert "n'a pas de bureau" in answer and "Laâyoune" in answer and "vol d'oiseau" in answer


def test_an_ambiguous_place_is_asked_back_with_buttons(talk):
    talk.say("je cherche un bureau onousc")
    talk.say("agdal")
    assert "Souissi" in talk.press("Rabat")


def test_a_place_that_is_unknown_twice_gets_the_list_of_towns(talk):
    talk.say("je cherche un bureau onousc")
    talk.say("xqzzt")
    assert "Berrechid" in talk.say("xqzzt")


def test_a_shared_place_finds_the_office_and_is_not_kept(talk, assistant):
    assert "سطات" in talk.say("", location={"lat": 33.03, "lon": -7.62})
    assert "33.03" not in everything_written(assistant.state)


@pytest.mark.parametrize(
    "university",
    [one for one in KNOWLEDGE.universities.values() if one.platform],
    ids=lambda one: one.acronym,
)
def test_every_university_gets_its_platform(talk, university):
    answer = talk.say(f"quel est le lien de la plateforme amo de {university.name['fr']} ?")
    assert university.platform in answer
    assert ("https" in answer.replace(university.platform, "")) == (
        university.link_safety != "https"
    )


def test_a_platform_then_another_town(talk):
    talk.say("c quoi le lien amo de la fac ibn zohr")
    assert KNOWLEDGE.universities["U12"].platform in talk.say("et pour Meknès ?")
    assert "196.200" not in talk.say("et pour el jadida ?")


@pytest.mark.parametrize(
    "question",
    ["bureau d'Agdal c'est à Casa ou à Rabat ?", "le bureau agdal est à Casablanca, c'est vrai ?"],
)
def test_the_flyers_misprint_of_agdal_is_said_to_be_one(talk, question):
    answer = talk.say(question)
    assert "est à Rabat" in answer and "erreur" in answer
    assert KNOWLEDGE.offices["O03"].address["fr"] in answer


def test_a_place_is_corrected(talk):
    talk.say("bureau à Taza")
    assert "تارودانت" in talk.say("la machi taza, taroudant")


def test_a_town_named_beside_another_question_gets_its_office_too(talk):
    answer = talk.say("fin n7et dossier dyal lmard f Fès?")
    assert KNOWLEDGE.answer_values("ar")["K30.days"] in answer and "سايس" in answer


def test_a_university_named_beside_the_declaration_gets_its_link_too(talk):
    answer = talk.say("comment faire la déclaration à l'université Ibn Zohr ?")
    assert KNOWLEDGE.universities["U10"].platform in answer


def test_what_answers_which_town_is_taken_as_a_town(talk):
    talk.say("je cherche un bureau onousc")
    assert "Agadir" in str(talk.say("souss")) + str(talk.answers)
    assert "Cité universitaire d'Agadir" in talk.say("agadir")


def test_yes_to_the_town_offered_gives_its_office(talk):
    assert "Martil" in talk.say("y a-t-il un bureau à Sebta ?")
    assert KNOWLEDGE.offices["O18"].address["fr"] in talk.say("oui")


def test_a_shared_place_abroad_gets_no_office(talk):
    assert "http" not in talk.say("", location={"lat": 48.85, "lon": 2.35})


def test_a_doubtful_address_and_a_point_in_the_towns_centre_are_said_to_be_so(talk):
    answer = talk.say("bureau onousc de Taroudant")
    assert "douteuse" in answer and "centre de la ville" in answer


def test_all_offices_are_listed_on_request(talk):
    answer = talk.say("donne-moi la liste des bureaux onousc")
    assert all(office.city["fr"] in answer for office in KNOWLEDGE.offices.values())
