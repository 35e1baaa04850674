"""Whole conversations over the web channel with the trained assistant."""

from __future__ import annotations

import sqlite3
import uuid

import pytest
import requests

from eligibility.status import Status
from tests.channels.page import Page
from tests.conftest import everything_written


@pytest.fixture
def page(assistant):
    return Page(assistant.url, "fr")


def answers(page, **content):
    return [m for m in page.answers_to(page.send(**content)) if m["from"] == "assistant"]


def test_an_answer_comes_with_its_name_buttons_facts_and_step(page):
    (answer,) = answers(page, text="comment je m'inscris ?")
    assert answer["name"] == "utter_ask_enrollment_steps" and answer["step"] == 0
    assert answer["language"] == "fr" and "F30" in answer["facts"]
    (next_step,) = answers(page, payload="/ask_next_step", title=answer["buttons"][0]["title"])
    assert next_step["step"] == 1


def test_the_pages_language_holds_until_the_person_shows_one(assistant):
    for language in ("fr", "ar"):
        page = Page(assistant.url, language)
        (answer,) = answers(page, payload="/ask_contribution", title="400")
        assert answer["language"] == language
        (answer,) = answers(page, text="شحال خاصني نخلص على التغطية؟")
        assert answer["language"] == "ar"
        (answer,) = answers(page, text="merci, et comment je m'inscris à l'AMO ?")
        assert answer["language"] == "fr"


def test_a_shared_place_gives_offices_with_their_distance(page):
    (answer,) = answers(page, location={"lat": 34.0209, "lon": -6.8416})
    office = answer["offices"][0]
    assert office["town"] == "Rabat" and office["distance_km"] < 20
    assert office["map_url"].startswith("https://")


def test_the_tracking_says_which_identifier_it_wants_and_tells_the_state(page):
    asked = [answers(page, text="où en est ma demande ?")[-1].get("asks")]
    for identifier in ("ZZ100001", "Z100000001"):
        asked.append(answers(page, text=identifier)[-1].get("asks"))
    assert asked == ["cin", "massar_code", "birth_date"]
    told = answers(page, text="5/3/2005")
    assert Status.ACCEPTED.value in [answer.get("status") for answer in told]
    assert not any(answer.get("asks") for answer in told)


def test_what_a_page_gave_stands_nowhere_in_clear(page, assistant):
    answers(page, text="statut de ma demande ZZ100002 Z100000002 21/08/2004")
    answers(page, location={"lat": 33.51234, "lon": -7.65432})
    answers(page, text="mon numéro est le 0661234567")
    written = everything_written(assistant.state)
    for secret in ("ZZ100002", "Z100000002", "21/08/2004", "33.51234", "7.65432", "0661234567"):
        assert secret not in written


def test_a_repeated_message_makes_one_turn(page):
    client_id = str(uuid.uuid4())
    first = page.send(client_id, text="comment je m'inscris ?")
    page.answers_to(first)
    assert page.send(client_id, text="comment je m'inscris ?") == first
    # A second turn would have gone on to step 2.
    assert answers(page, payload="/ask_next_step", title="Suite")[0]["step"] == 1


def test_forgetting_leaves_nothing_of_the_conversation(page, assistant):
    word = f"xylophone{uuid.uuid4().hex}".translate(str.maketrans("0123456789", "ghijklmnop"))
    answers(page, text=f"bonjour {word}")
    assert word in everything_written(assistant.state)
    deleted = page.request("DELETE", "/conversation").json()["deleted"]
    assert deleted["messages"] >= 2 and deleted["events"] > 5
    for database in ("tracker.db", "outbox.db"):
        with sqlite3.connect(assistant.state / database) as connection:
            assert not any(word in line for line in connection.iterdump())
    assert page.request("GET", "/messages").status_code == 410


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "status"),
        ("GET", "version"),
        ("GET", "domain"),
        ("GET", "conversations/x/tracker"),
        ("POST", "conversations/x/messages"),
        ("POST", "model/parse"),
        ("POST", "model/train"),
        ("PUT", "model"),
        ("DELETE", "model"),
    ],
)
def test_rasas_own_api_is_closed(assistant, method, path):
    assert requests.request(method, assistant.url + path, json={}, timeout=20).status_code == 404


def test_an_endless_body_is_refused(assistant):
    for path in ("web/conversations", "rest/webhook"):
        url = f"{assistant.url}webhooks/{path}"
        try:
            refused = requests.post(url, data=b"x" * 2_000_000, timeout=20)
        except requests.ConnectionError:
            continue  # cut off in the middle of sending
        assert refused.status_code == 413


def test_no_other_site_reads_the_rest_channel_or_the_chat(assistant):
    foreign = {"Origin": "https://evil.example"}
    for path in ("rest/webhook", "web/conversations"):
        for method in ("OPTIONS", "POST"):
            url = f"{assistant.url}webhooks/{path}"
            answer = requests.request(method, url, headers=foreign, json={}, timeout=20)
            assert "Access-Control-Allow-Origin" not in answer.headers
