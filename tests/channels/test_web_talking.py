"""What a page says is taken in once, answered in order, and kept without identifiers."""

from __future__ import annotations

import asyncio
import uuid

import pytest

from bot.channels.web.dialogue import Dialogue
from bot.channels.web.incoming import Incoming
from identifiers.placeholders import find_placeholders
from identifiers.vault_store import VaultUnavailable
from tests.channels.page import Page

ONE, TWO = (str(uuid.UUID(int=n)) for n in (1, 2))


def shown(messages):
    return [(m["from"], m["text"]) for m in messages]


def test_a_message_is_answered_with_all_that_a_screen_shows(server, rasa):
    page = Page(server, "fr")
    number = page.send(ONE, text="bonjour")
    (answer,) = page.answers_to(number)
    assert number == 1 and answer["number"] == 2
    assert (answer["from"], answer["text"], answer["language"]) == (
        "assistant",
        "re: bonjour",
        "fr",
    )
    assert answer["name"] == "utter_echo" and answer["helpful"] is None
    assert answer["buttons"] == [{"title": "Encore", "payload": "/greet"}]
    assert "client_id" not in answer
    assert page.messages()[0]["client_id"] == ONE


def test_the_pages_language_goes_along_with_each_message(server, rasa):
    Page(server, "fr").say("ok")
    Page(server).say("ok")
    assert [m.metadata.get("language") for m in rasa.heard] == ["fr", None]


def test_messages_are_answered_one_after_the_other_in_their_order(server, rasa):
    go_on = rasa.hold("un")
    page = Page(server)
    for text in ("un", "deux", "trois"):
        last = page.send(text=text)
    assert rasa.texts() in ([], ["un"])
    go_on.set()
    page.answers_to(last)
    assert rasa.texts() == ["un", "deux", "trois"]
    answers = [m["text"] for m in page.messages() if m["from"] == "assistant"]
    assert answers == ["re: un", "re: deux", "re: trois"]


def test_a_slow_answer_makes_nobody_else_wait(server, rasa):
    go_on = rasa.hold("lent")
    Page(server).send(text="lent")
    assert Page(server).say("vite") == "re: vite"
    go_on.set()


def test_a_repeated_message_is_not_processed_again(server, rasa):
    page = Page(server)
    first = page.send(ONE, text="bonjour")
    page.answers_to(first)
    assert page.send(ONE, text="bonjour") == first
    page.say("fin")
    assert rasa.texts() == ["bonjour", "fin"]


def test_a_message_repeated_while_it_is_answered_is_not_processed_again(server, rasa):
    go_on = rasa.hold("bonjour")
    page = Page(server)
    number = page.send(ONE, text="bonjour")
    assert page.send(ONE, text="bonjour") == number
    go_on.set()
    page.answers_to(number)
    assert rasa.texts() == ["bonjour"]


def test_identifiers_reach_neither_rasa_nor_the_page(server, rasa, vault):
    page = Page(server)
    page.answers_to(page.send(text="ma CIN est AB123456"))
    (heard,) = rasa.heard
    (placeholder,) = find_placeholders(heard.text)
    assert vault.reveal(heard.sender_id, placeholder.reference).value == "AB123456"
    texts = [m["text"] for m in page.messages()]
    assert "•••" in texts[0] and "•••" in texts[1]
    assert not any("123456" in text or placeholder.reference in text for text in texts)


def test_a_button_is_shown_by_its_title_and_understood_by_its_payload(server, rasa):
    page = Page(server)
    number = page.send(payload='/find_office{"place_id": "O17"}', title="Fès")
    page.answers_to(number)
    assert rasa.texts() == ['/find_office{"place_id": "O17"}']
    assert shown(page.messages())[0] == ("student", "Fès")


def test_a_title_that_holds_an_identifier_is_cleaned_too(server, rasa):
    page = Page(server)
    page.answers_to(page.send(payload="/greet", title="AB123456"))
    assert shown(page.messages())[0] == ("student", "•••")


def test_a_command_that_is_no_button_of_ours_is_only_words(server, rasa):
    page = Page(server)
    for content in ({"text": "/greet"}, {"payload": "/restart", "title": "x"}):
        page.answers_to(page.send(**content))
    assert rasa.texts() == ["greet", "restart"]


def test_a_place_is_used_for_the_distance_and_kept_nowhere(server, rasa, vault, tmp_path):
    page = Page(server)
    page.answers_to(page.send(location={"lat": 34.02345, "lon": -6.83456}))
    (heard,) = rasa.heard
    (placeholder,) = find_placeholders(heard.text)
    held = vault.reveal(heard.sender_id, placeholder.reference)
    assert held.value == "34.02345,-6.83456"
    shared = page.messages()[0]
    assert (shared["text"], shared["location"]) == ("", True)
    written = b"".join(file.read_bytes() for file in tmp_path.glob("outbox.db*"))
    assert b"34.02345" not in written and b"6.83456" not in written


@pytest.mark.parametrize(
    ("text", "heard", "seen"),
    [("a1 " * 1000, "/message_too_long", "•••"), ("😀", "/message_unsupported", "😀")],
)
def test_what_cannot_be_understood_is_named_to_rasa(server, rasa, text, heard, seen):
    page = Page(server)
    page.answers_to(page.send(text=text))
    assert rasa.texts() == [heard]
    assert shown(page.messages())[0] == ("student", seen)


@pytest.mark.parametrize("refusal", ["/action_failed", "/message_too_long", "/anything_new"])
def test_nothing_is_kept_of_a_text_that_the_gate_did_not_clean(refusal):
    dialogue = Dialogue(None, None, None, None)
    incoming = Incoming(ONE, text="ma CIN est AB123456")
    assert asyncio.run(dialogue.shown(incoming, refusal, "me")).text == "•••"


def test_characters_that_no_database_holds_are_left_out(server, rasa):
    page = Page(server)
    body = b'{"id": "%s", "text": "bon\\u0000jour \\ud800 toi\\u0007"}' % ONE.encode()
    sent = page.request("POST", "/messages", data=body)
    assert sent.status_code == 202
    page.answers_to(sent.json()["number"])
    assert rasa.texts() == ["bonjour  toi"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"[" * 16_000,
        b'{"text": "no id"}',
        b'{"id": "1", "text": "x"}',
        b'{"id": 7, "text": "x"}',
        b'{"id": "%s"}',
        b'{"id": "%s", "text": ""}',
        b'{"id": "%s", "text": " \\u0000 "}',
        b'{"id": "%s", "text": ["x"]}',
        b'{"id": "%s", "payload": "/greet"}',
        b'{"id": "%s", "payload": 1, "title": "x"}',
        b'{"id": "%s", "location": [34, -6]}',
        b'{"id": "%s", "location": {"lat": 91, "lon": 0}}',
        b'{"id": "%s", "location": {"lat": NaN, "lon": 0}}',
        b'{"id": "%s", "location": {"lat": 1e999, "lon": 0}}',
        b'{"id": "%s", "location": {"lat": true, "lon": 0}}',
        b'{"id": "%s", "location": {"lat": 1' + b"0" * 400 + b', "lon": 0}}',
        b'{"id": "%s", "location": {"lat": "34", "lon": "-6"}}',
        b"\xff\xfe",
    ],
)
def test_a_malformed_message_is_refused_kindly(server, rasa, body):
    page = Page(server)
    refused = page.request("POST", "/messages", data=body.replace(b"%s", ONE.encode()))
    assert refused.status_code == 400 and refused.json() == {"error": "bad_request"}
    assert page.messages() == [] and rasa.heard == []


def test_a_body_beyond_16_kilobytes_is_refused(server):
    refused = Page(server).post("/messages", {"id": ONE, "text": "x" * 17_000})
    assert refused.status_code == 413 and refused.json()["error"] == "too_large"
    assert "trop long" in refused.json()["message"]["fr"]


def test_a_vote_shows_on_the_message_and_may_be_changed(server):
    page = Page(server)
    page.say("bonjour")
    for helpful in (True, False):
        assert page.post("/feedback", {"number": 2, "helpful": helpful}).status_code == 204
        assert page.messages()[1]["helpful"] is helpful


@pytest.mark.parametrize(
    "vote", [{"number": 2}, {"number": "2", "helpful": True}, {"number": True, "helpful": True}]
)
def test_a_malformed_vote_is_refused(server, vote):
    page = Page(server)
    page.say("bonjour")
    assert page.post("/feedback", vote).status_code == 400


def test_a_vote_on_no_answer_is_refused(server):
    page = Page(server)
    page.say("bonjour")
    for number in (1, 9):
        refused = page.post("/feedback", {"number": number, "helpful": True})
        assert refused.status_code == 404 and refused.json() == {"error": "no_such_answer"}


def test_a_forgotten_conversation_is_gone_and_its_token_dead(server, rasa, vault):
    page = Page(server)
    page.say("ma CIN est AB123456")
    page.post("/feedback", {"number": 2, "helpful": True})
    conversation = rasa.heard[0].sender_id
    (placeholder,) = find_placeholders(rasa.texts()[0])
    forgotten = page.request("DELETE", "/conversation")
    assert forgotten.json()["deleted"] == {
        "messages": 2,
        "feedback_links": 1,
        "events": 0,
        "identifiers": 1,
    }
    assert vault.reveal(conversation, placeholder.reference) is None
    for refused in (
        page.post("/messages", {"id": TWO, "text": "encore"}),
        page.request("GET", "/messages"),
        page.post("/feedback", {"number": 2, "helpful": True}),
    ):
        assert refused.status_code == 410 and refused.json() == {"error": "gone"}
    assert len(rasa.heard) == 1


def test_being_forgotten_twice_is_no_error(server):
    page = Page(server)
    assert page.request("DELETE", "/conversation").status_code == 200
    assert page.request("DELETE", "/conversation").json()["deleted"]["messages"] == 0


def test_while_the_vault_is_down_nobody_is_told_to_be_forgotten(server, vault, monkeypatch):
    page = Page(server)
    with monkeypatch.context() as outage:

        def down(_):
            raise VaultUnavailable(OSError(), "start it")

        outage.setattr(vault, "forget", down)
        refused = page.request("DELETE", "/conversation")
    assert refused.status_code == 503 and int(refused.headers["Retry-After"]) > 0
    assert refused.json()["error"] == "unavailable"
    assert page.request("DELETE", "/conversation").status_code == 200
