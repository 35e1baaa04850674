"""What Telegram and Messenger deliver, told apart as their documents say."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from types import SimpleNamespace

import pytest

from bot.channels.messaging.delivery import Batch, Report
from bot.channels.messaging.outcome import Kind
from bot.channels.messenger.errors import kind_of as messenger_kind
from bot.channels.messenger.reading import read_webhook as read_messenger
from bot.channels.meta import MetaWebhook
from bot.channels.telegram.platform import Telegram, outcome_of
from bot.channels.telegram.reading import read_update
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.whatsapp.errors import kind_of as whatsapp_kind

PLACE = {"lat": 33.5, "lon": -7.6}
CHAT = {"id": 55, "type": "private"}


def telegram(**content):
    message = {"message_id": 1, "date": 1_795_000_000, "chat": CHAT, "from": {"id": 55}, **content}
    return read_update({"update_id": 9, "message": message})


def messenger(**event):
    sender = {"sender": {"id": "77"}, "recipient": {"id": "1"}, "timestamp": 1_795_000_000_000}
    return read_messenger({"entry": [{"id": "1", "messaging": [{**sender, **event}]}]}, "1")


def content(batch: Batch) -> dict:
    (delivery,) = batch.deliveries
    said = delivery.said.as_json()
    return {name: said[name] for name in said if name not in ("address", "message_id")}


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({"text": "bonjour"}, {"text": "bonjour"}),
        ({"text": "/start abc"}, {"payload": "/greet"}),
        ({"location": {"latitude": 33.5, "longitude": -7.6}}, {"location": PLACE}),
        ({"voice": {}}, {"attachment": "voice"}),
        ({"photo": [], "caption": "x"}, {"attachment": "photo"}),
        ({"contact": {}}, {"attachment": "contact"}),
        ({"pinned_message": {}}, {}),
    ],
)  # fmt: skip
def test_what_a_telegram_message_holds(sent, read):
    assert content(telegram(**sent)) == read


def test_a_pressed_telegram_button_is_its_payload_and_is_confirmed():
    pressed = {"id": "q1", "from": {"id": 55}, "data": "/greet"}
    batch = read_update({"update_id": 9, "callback_query": pressed})
    assert content(batch) == {"payload": "/greet", "notice": "q1"}
    assert batch.deliveries[0].said.address == {"chat_id": "55"}


def test_a_corrected_telegram_message_is_another_update():
    edited = {"date": 1, "chat": CHAT, "text": "juste"}
    batch = read_update({"update_id": 10, "edited_message": edited})
    assert content(batch) == {"text": "juste"} and batch.deliveries[0].said.message_id == "10"


@pytest.mark.parametrize(
    "update",
    [{}, {"update_id": "x"}, {"update_id": 1, "poll": {}}, {"update_id": 1, "message": 5}],
)
def test_other_telegram_updates_bring_nothing(update):
    assert read_update(update) == Batch()


def test_telegram_groups_are_not_answered():
    assert telegram(chat={"id": -5, "type": "group"}, text="bonjour") == Batch()


def test_telegram_calls_are_known_by_their_secret():
    platform = Telegram(TelegramSettings("token", "s" * 32))
    header = "x-telegram-bot-api-secret-token"
    assert platform.is_genuine(SimpleNamespace(headers={header: "s" * 32}))
    for headers in ({}, {header: ""}, {header: "s" * 31}, {header: "é"}):
        assert not platform.is_genuine(SimpleNamespace(headers=headers))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, Kind.RETRY),
        (502, Kind.RETRY),
        (401, Kind.OPERATOR),
        (404, Kind.OPERATOR),
        (403, Kind.UNREACHABLE),
        (400, Kind.REFUSED),
    ],
)
def test_telegrams_errors(status, kind):
    found = outcome_of(status, {"ok": False, "parameters": {"retry_after": 7}})
    assert (found.kind, found.wait, found.code) == (kind, 7.0, status)


@pytest.mark.parametrize(
    ("event", "read"),
    [
        ({"message": {"mid": "m", "text": "bonjour"}}, {"text": "bonjour"}),
        ({"message": {"mid": "m", "quick_reply": {"payload": "/greet"}}}, {"payload": "/greet"}),
        ({"postback": {"mid": "m", "payload": "/greet", "title": "x"}}, {"payload": "/greet"}),
        ({"message": {"mid": "m", "attachments": [{"type": "audio"}]}}, {"attachment": "audio"}),
        (
            {"message": {"mid": "m", "attachments": [
                {"type": "location", "payload": {"coordinates": {"lat": 33.5, "long": -7.6}}}]}},
            {"location": PLACE},
        ),
    ],
)  # fmt: skip
def test_what_a_messenger_event_holds(event, read):
    batch = messenger(**event)
    assert content(batch) == read
    assert batch.deliveries[0].sent_at == datetime(2026, 11, 18, 11, 6, 40)


def test_messenger_echoes_and_deliveries_report_and_are_not_answered():
    echo = messenger(message={"mid": "m1", "is_echo": True, "metadata": "ref", "text": "x"})
    assert echo == Batch((), (Report("ref", "m1", "sent"),))
    assert messenger(delivery={"mids": ["m1"]}) == Batch((), (Report(None, "m1", "delivered"),))
    for event in ({"read": {"watermark": 1}}, {"reaction": {"mid": "m"}}, {}):
        assert messenger(**event) == Batch()


def test_another_page_is_not_ours():
    assert read_messenger({"entry": [{"id": "2", "messaging": [{}]}]}, "1") == Batch()


def test_only_the_raw_body_signed_with_the_secret_is_metas():
    hook, body = MetaWebhook("secret", "word"), b'{"a": "\xd8\xa7"}'
    signed = "sha256=" + hmac.new(b"secret", body, hashlib.sha256).hexdigest()

    def genuine(signature, content=body):
        headers = {"x-hub-signature-256": signature} if signature is not None else {}
        return hook.is_genuine(SimpleNamespace(headers=headers, body=content))

    assert genuine(signed)
    sha1 = "sha1=" + hmac.new(b"secret", body, hashlib.sha1).hexdigest()
    assert not any(map(genuine, (None, "", sha1, signed[:-1], signed + "0", "é")))
    assert not genuine(signed, body + b" ")


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        (130429, 400, Kind.RETRY),
        (131056, 400, Kind.RETRY),
        (None, 503, Kind.RETRY),
        (190, 401, Kind.OPERATOR),
        (None, 401, Kind.OPERATOR),
        (132001, 404, Kind.OPERATOR),
        (131047, 400, Kind.WINDOW),
        (131026, 400, Kind.UNREACHABLE),
        (100, 400, Kind.REFUSED),
        (999_999, 400, Kind.REFUSED),
    ],
)
def test_whatsapps_errors(code, status, kind):
    assert whatsapp_kind(code, status) is kind


def test_messengers_subcodes_say_more_than_its_codes():
    assert messenger_kind(10, 400, 2018278) is Kind.WINDOW
    assert messenger_kind(10, 400) is Kind.OPERATOR
    assert messenger_kind(613) is Kind.RETRY
    assert messenger_kind(551) is Kind.UNREACHABLE
