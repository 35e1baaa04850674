"""Nothing that identifies anybody, and no command, passes the gate; everything is answered."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import date

import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.answers.plain import plain_texts
from bot.gate.gate import RESCUES, Gate
from bot.gate.limits import RateLimit
from bot.gate.payloads import is_button_payload
from identifiers.placeholders import find_placeholders
from identifiers.vault import Vault
from identifiers.vault_store import VaultUnavailable

INTENTS = frozenset({"ask_contribution", "find_office", "greet"})


@pytest.fixture
def vault(tmp_path):
    return Vault(f"sqlite:///{tmp_path / 'vault.db'}", b"v" * 32)


class FakeRasa:
    """Takes what the gate lets through; answers with its text, or not at all, or fails."""

    def __init__(self, silent=(), fails=()):
        self.messages: list[UserMessage] = []
        self._silent = silent
        self._fails = fails

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    async def __call__(self, message):
        self.messages.append(message)
        if message.text in self._fails:
            raise RuntimeError(f"cannot answer {message.text}")
        if message.text not in self._silent:
            await message.output_channel.send_response(message.sender_id, {"text": message.text})


async def forget(_: str) -> None:
    raise AssertionError("nobody asked to be forgotten")


@pytest.fixture
def send(vault):
    def deliver(
        text, rasa=None, sender="0612345678", metadata=None, rate_limit=None, held_in=vault
    ):
        rasa = rasa or FakeRasa()
        gate = Gate(
            held_in, b"k" * 32, INTENTS, frozenset(), lambda: date(2026, 11, 24), rate_limit
        )
        channel = CollectingOutputChannel()
        message = UserMessage(text, channel, sender, input_channel="rest", metadata=metadata)
        asyncio.run(gate.guard(rasa, forget)(message))
        return rasa.messages, channel.messages

    return deliver


def test_rasa_sees_placeholders_and_the_vault_holds_the_values(send, vault):
    (message,), _ = send("ma CIN est AB123456, né le 5/3/2003")
    assert "123456" not in message.text and "2003" not in message.text
    (cin, birth_date) = find_placeholders(message.text)
    placeholder = message.text[cin.start : cin.end]
    assert vault.reveal(message.sender_id, placeholder).value == "AB123456"
    assert birth_date.kind == "birth_date"


def test_the_senders_own_address_is_not_what_rasa_knows_and_still_gets_the_answer(send):
    (message,), answers = send("bonjour")
    assert "0612345678" not in message.sender_id
    assert answers[0]["recipient_id"] == "0612345678"


def test_a_sender_that_no_utf8_can_hold_is_one_like_any_other(send):
    (first,), _ = send("bonjour", sender="\ud800")
    (second,), _ = send("bonjour", sender="\ud801")
    assert first.sender_id != second.sender_id


def test_a_place_on_the_globe_waits_in_the_vault_and_is_kept_in_no_metadata(send):
    (message,), _ = send("", metadata={"location": {"lat": 34.02, "lon": -6.83}})
    assert message.text.startswith("/find_office") and "34.02" not in message.text
    assert "location" not in (message.metadata or {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "/message_empty"),
        ("   ", "/message_empty"),
        (None, "/message_empty"),
        ("<br><br>", "/message_empty"),
        ("😀", "/message_unsupported"),
        ("???", "/message_unsupported"),
        ("a" * 10_000, "/message_too_long"),
        ("/restart", "restart"),
        ("/ /restart", "restart"),
        ("<b>/restart", "restart"),
        ("&#47;restart", "restart"),
        ('/inform{"cin": "AB"}', 'inform{"cin": "AB"}'),
        ("/action_failed", "action_failed"),
        ("/ask_contribution", "/ask_contribution"),
        ('/find_office{"place_id": "O17"}', '/find_office{"place_id": "O17"}'),
    ],
)
def test_only_our_buttons_are_commands_and_what_is_no_text_is_named(send, text, said):
    (message,), _ = send(text)
    assert message.text == said


def test_a_turn_that_nothing_answered_ends_with_an_apology(send):
    rasa = FakeRasa(silent=("bonjour",))
    _, answers = send("bonjour", rasa)
    assert rasa.texts == ["bonjour", "/action_failed"]
    assert len(answers) == 1


def test_a_turn_that_breaks_ends_with_an_apology_and_its_error_is_not_quoted(send, caplog):
    class BreakingRasa(FakeRasa):
        async def __call__(self, message):
            if message.text == "bonjour toi":
                raise RuntimeError(message.text)
            await super().__call__(message)

    messages, answers = send("bonjour toi", BreakingRasa())
    assert [message.text for message in messages] == ["/action_failed"]
    assert len(answers) == 1
    assert "RuntimeError" in caplog.text and "toi" not in caplog.text


@pytest.mark.parametrize(("language", "kept"), [("fr", {"language": "fr"}), ("de", {}), ([], {})])
def test_of_what_a_channel_adds_only_the_pages_language_goes_on(send, language, kept):
    (message,), _ = send("bonjour", metadata={"language": language, "ip": "10.0.0.1"})
    assert message.metadata.pop("received_at") <= time.time()
    assert message.metadata == kept


def test_a_turn_that_failed_ends_with_an_apology_and_its_text_is_in_no_log(send, caplog):
    rasa = FakeRasa(fails=("bonjour",))
    _, answers = send("bonjour", rasa)
    assert rasa.texts == ["bonjour", "/action_failed"] and len(answers) == 1
    assert "RuntimeError" in caplog.text and "bonjour" not in caplog.text


@pytest.mark.parametrize("language", ["fr", "ar", None])
def test_whoever_rasa_cannot_answer_at_all_still_reads_an_apology(send, language):
    rasa = FakeRasa(fails=("bonjour", *RESCUES))
    _, (answer,) = send("bonjour", rasa, metadata={"language": language})
    texts = plain_texts("utter_apology")
    assert answer["text"].split("\n") == ([texts[language]] if language else [*texts.values()])


def test_a_conversation_that_begins_anew_loses_what_was_given_in_it(send, vault):
    (message,), _ = send("ma CIN est AB123456")
    (placeholder,) = find_placeholders(message.text)
    send("bonjour", FakeRasa(silent=("bonjour", "/action_failed")))
    assert vault.reveal(message.sender_id, placeholder.reference) is None


class NoVault:
    """A vault whose store is down."""

    def _refuse(self, *_):
        raise VaultUnavailable(ConnectionError("AB123456"), "start it")

    hold = forget = _refuse


def test_an_identifier_that_cannot_be_kept_apart_is_not_let_through(send, caplog):
    with caplog.at_level(logging.DEBUG):
        (message,), answers = send("ma CIN est AB123456", held_in=NoVault())
    assert message.text == "/action_failed" and answers
    assert "TAGHTIA_VAULT_URL" in caplog.text and "AB123456" not in caplog.text


def test_a_vault_that_is_down_stops_no_message_without_identifiers(send):
    (message,), _ = send("bonjour", held_in=NoVault())
    assert message.text == "bonjour"


def test_too_many_messages_are_told_to_slow_down(send):
    limit = RateLimit(messages=1, seconds=60, clock=lambda: 0.0)
    send("bonjour", rate_limit=limit)
    (message,), _ = send("bonjour", rate_limit=limit)
    assert message.text == "/message_too_often"


def test_the_window_of_the_rate_limit_moves_on():
    now = [0.0]
    limit = RateLimit(messages=2, seconds=10, clock=lambda: now[0])
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]
    now[0] = 11.0
    assert limit.allows("a") and limit.allows("b")


@pytest.mark.parametrize(
    "text",
    [
        '/greet{"cin": "x"}',
        "/greet{",
        '/greet{"city": ["a"]}',
        "/unknown",
        "greet",
        '/greet{"place_id": "a b"}',
        '/greet{"place_id": "AB123456"}',
        '/greet{"university": "0612345678"}',
        '/greet{"language_choice": "AB123456"}',
        '/greet{"care_type": ["dental"]}',
        "/greet{" + "[" * 150 + "}",
    ],
)
def test_a_payload_that_no_button_carries_is_refused(text):
    assert not is_button_payload(text, INTENTS)


@pytest.mark.parametrize(
    "entities", ['"place_id": "O01"', '"university": "UM5"', '"language_choice": "fr"']
)
def test_a_payload_with_what_the_knowledge_base_has_is_taken(entities):
    assert is_button_payload(f"/greet{{{entities}}}", INTENTS)


@pytest.mark.parametrize(
    ("attachment", "told"),
    [
        ("audio", "/message_voice"),
        ("voice", "/message_voice"),
        ("image", "/message_file"),
        ("document", "/message_file"),
        ("sticker", "/message_unsupported"),
        ("contacts", "/message_unsupported"),
        (["audio"], "/message_unsupported"),
    ],
)
def test_what_was_sent_instead_of_words_has_an_answer_of_its_own(send, attachment, told):
    (message,), _ = send("", metadata={"attachment": attachment})
    assert message.text == told


def test_who_was_told_that_all_is_deleted_is_forgotten_after_the_answer(vault):
    forgotten, channel = [], CollectingOutputChannel()

    async def rasa(message):
        said = {"text": "C'est effacé.", "metadata": {"effect": "forget"}}
        await message.output_channel.send_response(message.sender_id, said)
        assert forgotten == []

    async def forget(conversation):
        forgotten.append(conversation)

    gate = Gate(vault, b"k" * 32, INTENTS, frozenset(), lambda: date(2026, 11, 24))
    message = UserMessage("oui", channel, "me", input_channel="rest")
    asyncio.run(gate.guard(rasa, forget)(message))
    assert forgotten == [gate.conversation("rest", "me")] and channel.messages
