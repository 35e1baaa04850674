"""Messenger from the signed web-hook to what the Send API gets."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest
import requests

from bot.channels.messaging import aftermath
from bot.channels.messenger.channel import MessengerChannel
from tests.channels.graph_api import VERIFY, signature, wait_for
from tests.channels.messengers import serving_messenger
from tests.channels.platforms import (
    MESSENGER_HOOK,
    deliver_to_page,
    page_event,
    page_message,
    platforms,
)


@pytest.fixture
def meta():
    with platforms() as servers:
        yield servers


@pytest.fixture
def api(meta):
    return meta.messenger


@pytest.fixture
def server(settings, rasa, meta, monkeypatch):
    monkeypatch.setattr(aftermath, "FIRST_WAIT", 0.1)
    monkeypatch.setattr(aftermath, "OPERATOR_WAIT", timedelta(seconds=0.5))
    with serving_messenger(MessengerChannel, rasa, settings, meta) as address:
        yield address


def states(tmp_path) -> list[str]:
    query = "SELECT state FROM messaging_outgoing ORDER BY id"
    return [row[0] for row in sqlite3.connect(tmp_path / "outbox.db").execute(query)]


def test_the_web_hook_is_set_up_with_the_right_word_and_signed(server, rasa):
    query = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "42"}
    assert requests.get(server + MESSENGER_HOOK, params=query, timeout=30).text == "42"
    body = page_message(text="bonjour")
    assert deliver_to_page(server, body, signature(body, "other")).status_code == 403
    assert rasa.heard == []


def test_a_message_is_seen_and_answered_with_quick_replies(server, api, rasa):
    assert deliver_to_page(server, page_message(text="bonjour")).status_code == 200
    (answer,) = wait_for(lambda: api.sent)
    assert answer["recipient"] == {"id": "7001"} and answer["messaging_type"] == "RESPONSE"
    assert answer["message"]["text"] == "re: bonjour"
    assert answer["message"]["quick_replies"][0]["payload"] == "/greet"
    wait_for(lambda: api.actions == ["mark_seen", "typing_on"])


def test_a_message_delivered_again_is_answered_once(server, api, rasa):
    body = page_message(text="un")
    for _ in range(3):
        deliver_to_page(server, body)
    deliver_to_page(server, page_message(text="deux"))
    wait_for(lambda: len(api.sent) == 2)
    assert rasa.texts() == ["un", "deux"]


@pytest.mark.parametrize(
    ("content", "heard"),
    [
        ({"message": {"mid": "m1", "text": "x", "quick_reply": {"payload": "/greet"}}}, "/greet"),
        ({"postback": {"mid": "m1", "title": "x", "payload": "/greet"}}, "/greet"),
        ({"message": {"mid": "m1", "attachments": [{"type": "image"}]}}, "/message_file"),
        ({"message": {"mid": "m1", "attachments": [{"type": "audio"}]}}, "/message_voice"),
        ({"message": {"mid": "m1", "sticker_id": 1}}, "/message_unsupported"),
        ({"message": {"mid": "m1", "text": "/restart"}}, "restart"),
    ],
)
def test_every_kind_of_event_is_answered(server, api, rasa, content, heard):
    deliver_to_page(server, page_event(**content))
    wait_for(lambda: api.sent)
    assert rasa.texts() == [heard]


def test_a_place_finds_an_office(server, api, rasa):
    place = {"coordinates": {"lat": 33.58, "long": -7.6}}
    deliver_to_page(server, page_message(attachments=[{"type": "location", "payload": place}]))
    wait_for(lambda: api.sent)
    assert rasa.texts()[0].startswith('/find_office{"location": "<location:')


def test_echoes_and_receipts_report_and_are_not_answered(server, api, rasa, tmp_path):
    deliver_to_page(server, page_message(text="bonjour"))
    (answer,) = wait_for(lambda: api.sent)
    wait_for(lambda: states(tmp_path) == ["sent"])
    echo = {"mid": "m_echo", "is_echo": True, "metadata": answer["message"]["metadata"]}
    deliver_to_page(server, page_event("400500600", message={**echo, "text": "re: bonjour"}))
    deliver_to_page(server, page_event(read={"watermark": 1}))
    deliver_to_page(server, page_message(text="deux"))
    wait_for(lambda: len(api.sent) == 2)
    assert rasa.texts() == ["bonjour", "deux"]


@pytest.mark.parametrize(
    ("code", "subcode", "state"),
    [(613, None, "sent"), (190, 463, "sent"), (551, None, "failed"), (10, 2018278, "parked")],
)
def test_errors_are_handled_by_kind(server, api, tmp_path, code, subcode, state):
    api.script.append((code, subcode))
    deliver_to_page(server, page_message(text="bonjour"))
    wait_for(lambda: states(tmp_path) == [state])
