"""Whatever is sent, a person gets a kind answer in words, and nothing of it comes back raw."""

from __future__ import annotations

import json
import re
import uuid

import pytest
import requests

from tests.conftest import everything_written

HOSTILE = {
    "SQL": "'; DROP TABLE events; --",
    "SQL in the form": "ZZ100001' OR '1'='1",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "HTML and a number": "<b>ZZ100001</b>",
    "a template": "{{7*7}} {K65.kept} ${PATH} {0.__class__}",
    "control characters": "bon\x07jour\x1b[31m \x08\x7f",
    "NUL": "bon\x00jour",
    "10,000 characters": "a" * 10_000,
    "10,000 digits": "1" * 10_000,
    "10,000 emoji": "😀" * 10_000,
    "a right-to-left override": "\u202egnp.exe\u202c \u2066abc\u2069",
    "emoji digits": "1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣",
    "full-width digits": "ＺＺ１０００１２",
    "half a character": "\ud800",
    "half a character inside": "bon\udfffjour",
    "a huge number": "9" * 300,
    "a command": "/restart",
    "a command behind markup": "<b>/restart",
    "a payload that is none of ours": '/inform{"cin": "ZZ100001"}',
    "deep JSON": "[" * 900 + "]" * 900,
    "only spaces": " \t\n\u00a0\u200b",
    "only punctuation": "?!;:,.",
    "combining marks": "e" + "\u0301" * 500,
    "unknown letters": "ⴰⵣⵓⵍ 你好",
}
TRACE = re.compile(r'Traceback|File "|Error\b|Exception|sqlalchemy|sanic', re.IGNORECASE)


def post(assistant, data: bytes, **headers: str):
    url = f"{assistant.url}webhooks/rest/webhook"
    headers = {"Content-Type": "application/json", **headers}
    return requests.post(url, data=data, headers=headers, timeout=120)


@pytest.mark.parametrize("place", ["outside", "in the form"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_message_is_answered_in_words(talk, name, place):
    if place == "in the form":
        talk.say("je veux suivre ma demande")
    answer = talk.say(HOSTILE[name])
    assert answer.strip()
    assert not TRACE.search(answer)
    assert "<" not in answer and "\x00" not in answer and "\u202e" not in answer
    assert talk.say("c'est payant ?").count("400"), "the conversation goes on"


@pytest.mark.parametrize(
    "body",
    [
        {"message": ["ZZ100001"]},
        {"message": {"text": "ZZ100001"}},
        {"message": 10**300},
        {"message": True},
        {"message": None},
        {},
        {"message": "bonjour", "metadata": [1]},
        {"message": "bonjour", "metadata": {"location": {"lat": "x", "lon": []}}},
        {"message": "bonjour", "metadata": {"location": {"lat": 1e308, "lon": -1e308}}},
        {"message": "bonjour", "sender": {"a": [1]}},
        {"message": "bonjour", "sender": 7},
        {"message": "bonjour", "sender": "x" * 10_000},
        {"message": "bonjour", "sender": "\ud800\x00<b>"},
        {"message": "bonjour", "input_channel": "telegram"},
    ],
    ids=lambda body: json.dumps(body)[:40],
)
def test_wrong_types_are_answered_like_a_message_without_words(assistant, body):
    body = {"sender": uuid.uuid4().hex, **body}
    reply = post(assistant, json.dumps(body).encode())
    assert reply.status_code in (200, 400)
    if reply.status_code == 200:
        assert all(answer["text"] for answer in reply.json()) and reply.json()
    assert not TRACE.search(reply.text)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"ZZ100001"',
        b"\xff\xfe\x00",
        b'{"message": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
        b'{"message": ' + b"9" * 5_000 + b"}",
    ],
    ids=lambda data: repr(data[:20]),
)
def test_what_is_no_json_object_is_refused_in_a_word(assistant, data):
    reply = post(assistant, data)
    assert (reply.status_code, reply.json()) == (400, {"error": "bad_request"})


def test_a_body_that_is_too_large_is_refused_in_a_word(assistant):
    reply = post(assistant, json.dumps({"message": "a" * 200_000}).encode())
    assert (reply.status_code, reply.json()) == (413, {"error": "too_large"})


@pytest.mark.parametrize("path", ["nothing/here", "webhooks/rest/<b>ZZ100001", "%00", "..%2f..%2f"])
def test_an_address_that_there_is_not_is_not_said_back(assistant, path):
    reply = requests.get(f"{assistant.url}{path}", timeout=30)
    assert (reply.status_code, reply.json()) == (404, {"error": "not_found"})


def test_who_names_no_conversation_does_not_get_another_persons(assistant):
    first = post(assistant, json.dumps({"message": "où en est ma demande ? ZZ100001"}).encode())
    assert "Massar" in first.text
    second = post(assistant, json.dumps({"message": "Z100000001"}).encode())
    asked = second.json()[-1]["text"]
    assert "بطاقتك الوطنية" in asked, "the first one's card number is not used"


def test_what_was_typed_is_nowhere_raw(assistant):
    written = everything_written(assistant.state)
    for raw in ("<script>", "onerror=", "\x1b[31m", "\u202egnp", "DROP TABLE events; --<"):
        assert raw not in written
    assert "Traceback" not in written
