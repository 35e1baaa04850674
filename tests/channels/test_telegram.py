"""Telegram from the web-hook with its secret to what the Bot API gets."""

from __future__ import annotations

import sqlite3

import pytest

from bot.channels.messaging import aftermath
from bot.channels.telegram.channel import TelegramChannel
from tests.channels.graph_api import wait_for
from tests.channels.messengers import serving_messenger
from tests.channels.platforms import deliver_update, platforms, press, update


@pytest.fixture
def servers():
    with platforms() as servers:
        yield servers


@pytest.fixture
def api(servers):
    return servers.telegram


@pytest.fixture
def server(settings, rasa, servers, monkeypatch):
    monkeypatch.setattr(aftermath, "FIRST_WAIT", 0.1)
    with serving_messenger(TelegramChannel, rasa, settings, servers) as address:
        yield address


def states(tmp_path) -> list[str]:
    query = "SELECT state FROM messaging_outgoing ORDER BY id"
    return [row[0] for row in sqlite3.connect(tmp_path / "outbox.db").execute(query)]


@pytest.mark.parametrize("secret", ["", "wrong", "telegram-secret-wordx"])
def test_what_does_not_bear_the_secret_is_refused(server, rasa, secret):
    assert deliver_update(server, update(text="bonjour"), secret).status_code == 403
    assert rasa.heard == []


def test_a_message_is_answered_with_buttons_and_no_preview(server, api, tmp_path):
    assert deliver_update(server, update(text="bonjour")).status_code == 200
    (answer,) = wait_for(lambda: api.sent)
    assert (answer["chat_id"], answer["text"]) == ("8001", "re: bonjour")
    assert answer["link_preview_options"] == {"is_disabled": True}
    (row,) = answer["reply_markup"]["inline_keyboard"]
    assert row[0]["callback_data"] == "/greet"
    wait_for(lambda: states(tmp_path) == ["sent"])


def test_an_update_delivered_again_is_answered_once(server, api, rasa):
    again = update(text="un")
    for _ in range(3):
        deliver_update(server, again)
    deliver_update(server, update(text="deux"))
    wait_for(lambda: len(api.sent) == 2)
    assert rasa.texts() == ["un", "deux"]


def test_a_pressed_button_is_confirmed_and_heard(server, api, rasa):
    deliver_update(server, press("/greet"))
    wait_for(lambda: api.sent and api.notices)
    assert rasa.texts() == ["/greet"]


@pytest.mark.parametrize(
    ("content", "heard"),
    [
        ({"text": "/start"}, "/greet"),
        ({"text": "/start ref"}, "/greet"),
        ({"text": "/restart"}, "restart"),
        ({"voice": {"file_id": "1"}}, "/message_voice"),
        ({"photo": [{"file_id": "1"}], "caption": "ma carte"}, "/message_file"),
        ({"document": {"file_id": "1"}}, "/message_file"),
        ({"sticker": {"file_id": "1"}}, "/message_unsupported"),
        ({"contact": {"phone_number": "1"}}, "/message_unsupported"),
    ],
)
def test_every_kind_of_message_is_answered(server, api, rasa, content, heard):
    deliver_update(server, update(**content))
    wait_for(lambda: api.sent)
    assert rasa.texts() == [heard]


def test_a_place_finds_an_office(server, api, rasa):
    deliver_update(server, update(location={"latitude": 34.02, "longitude": -6.83}))
    wait_for(lambda: api.sent)
    assert rasa.texts()[0].startswith('/find_office{"location": "<location:')


def test_a_corrected_message_is_answered_anew_and_a_group_is_none_of_ours(server, api, rasa):
    edited = update(text="juste")
    edited["edited_message"] = edited.pop("message")
    deliver_update(server, edited)
    group = update(text="bonjour à tous")
    group["message"]["chat"]["type"] = "group"
    deliver_update(server, group)
    deliver_update(server, update(text="fin"))
    wait_for(lambda: len(api.sent) == 2)
    assert rasa.texts() == ["juste", "fin"]


@pytest.mark.parametrize(("status", "state"), [(429, "sent"), (500, "sent"), (403, "failed")])
def test_errors_are_handled_by_kind(server, api, tmp_path, status, state):
    api.script.append(status)
    deliver_update(server, update(text="bonjour"))
    wait_for(lambda: states(tmp_path) == [state])
