"""The REST channel speaks Rasa's protocol and says nothing of a request in its logs."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import threading
from urllib.parse import urlsplit

import pytest
import requests


async def echo(message):
    await message.output_channel.send_text_message(message.sender_id, message.text)


def webhook(url: str) -> str:
    return f"{url}webhooks/rest/webhook"


def test_the_answer_goes_to_the_sender_that_the_client_named(serve):
    reply = requests.post(webhook(serve(echo)), json={"sender": "a", "message": "bonjour"})
    assert reply.json() == [{"recipient_id": "a", "text": "bonjour"}]


def test_a_stream_brings_each_answer_as_a_line(serve):
    body = {"sender": "a", "message": "bonjour"}
    reply = requests.post(f"{webhook(serve(echo))}?stream=true", json=body)
    assert json.loads(reply.text) == {"recipient_id": "a", "text": "bonjour"}


def test_it_says_that_it_is_there(serve):
    assert requests.get(f"{serve(echo)}webhooks/rest/").json() == {"status": "ok"}


def test_whoever_names_no_conversation_gets_one_of_their_own(serve):
    conversations = []

    async def note(message):
        conversations.append(message.sender_id)
        await echo(message)

    url = webhook(serve(note))
    for _ in range(2):
        assert requests.post(url, json={"message": "bonjour"}).status_code == 200
    assert len(set(conversations)) == 2


def test_what_a_client_says_of_its_channel_is_not_believed(serve):
    channels = []

    async def note(message):
        channels.append(message.input_channel)
        await echo(message)

    body = {"sender": "a", "message": "bonjour", "input_channel": "voice"}
    requests.post(webhook(serve(note)), json=body)
    assert channels == ["rest"]


@pytest.mark.parametrize("stream", ["", "?stream=true"])
def test_a_client_that_leaves_before_the_answer_leaves_nothing_in_the_log(serve, caplog, stream):
    """Rasa's own channel writes the message down where the handler is cancelled."""
    begun, ended = threading.Event(), threading.Event()

    async def never(message):
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    parts = urlsplit(serve(never))
    body = json.dumps({"sender": "0661739482", "message": "ma CIN est XK4839206"}).encode()
    head = (
        f"POST /webhooks/rest/webhook{stream}{'&' if stream else '?'}cin=XK4839206 HTTP/1.1\r\n"
        f"Host: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with caplog.at_level(logging.DEBUG):
        with socket.create_connection((parts.hostname, parts.port)) as connection:
            connection.sendall(head.encode() + body)
            assert begun.wait(30)
        if not stream:
            assert ended.wait(30)
    assert "XK4839206" not in caplog.text and "0661739482" not in caplog.text


def test_an_address_is_neither_logged_nor_said_back(serve, caplog):
    url = serve(echo)
    with caplog.at_level(logging.DEBUG):
        reply = requests.get(f"{url}XK4839206?tel=0661739482")
    assert (reply.status_code, reply.json()) == (404, {"error": "not_found"})
    server_lines = [r for r in caplog.records if not r.name.startswith("urllib3")]
    assert "XK4839206" not in str([r.getMessage() for r in server_lines])


@pytest.mark.parametrize(
    ("method", "data", "status", "error"),
    [
        ("POST", b"{", 400, "bad_request"),
        ("POST", b"[]", 400, "bad_request"),
        ("POST", b"{" + b" " * 70_000, 413, "too_large"),
        ("PUT", b"{}", 405, "method_not_allowed"),
    ],
)
def test_an_error_is_one_word(serve, method, data, status, error):
    reply = requests.request(method, webhook(serve(echo)), data=data)
    assert (reply.status_code, reply.json()) == (status, {"error": error})
    assert "content-length" in reply.headers
