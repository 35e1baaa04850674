"""Offices and platforms, with follow-ups."""

from __future__ import annotations

import pytest

from knowledge import load_knowledge

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
    import sqlite3

    dump = "\n".join(sqlite3.connect(assistant.state / "tracker.db").iterdump())
    assert "33.03" not in dump


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
