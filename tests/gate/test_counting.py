"""The gate counts how turns ended, by words of ours and never by what was written."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from prometheus_client import REGISTRY, generate_latest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.gate.gate import Gate
from identifiers.vault import Vault
from telemetry.correlation import current

SECRET = "AB765432"


@pytest.fixture
def ask(tmp_path):
    vault = Vault(f"sqlite:///{tmp_path / 'vault.db'}", b"v" * 32)
    gate = Gate(vault, b"k" * 32, frozenset(), frozenset(), lambda: date(2026, 11, 24))

    def deliver(text, *answers, **message):
        async def rasa(said):
            for answer in answers:
                await said.output_channel.send_response(said.sender_id, answer)
            if not answers:
                raise RuntimeError(said.text)

        given = UserMessage(text, CollectingOutputChannel(), "a", input_channel="rest", **message)
        asyncio.run(gate.guard(rasa, None)(given))

    return deliver


def answer(name, language="fr"):
    return {"text": "…", "utter_action": name, "metadata": {"language": language}}


def count(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0.0


def turns(outcome, language):
    labels = {"channel": "rest", "language": language, "outcome": outcome}
    return count("taghtia_turns_total", **labels)


@pytest.mark.parametrize(
    ("answers", "outcome", "language"),
    [
        ([answer("utter_ask_contribution")], "answered", "fr"),
        ([answer("utter_greet", "ar")], "answered", "ar"),
        ([answer("utter_apology")], "apology", "fr"),
        ([], "apology", "none"),
    ],
)
def test_a_turn_is_counted_once_by_how_it_ended(ask, answers, outcome, language):
    before = turns(outcome, language)
    ask("bonjour", *answers)
    assert turns(outcome, language) == before + 1


def test_an_answer_that_says_not_understood_is_a_fallback(ask):
    before = count("taghtia_fallbacks_total", kind="lost")
    ask("blabla", answer("utter_lost"))
    assert count("taghtia_fallbacks_total", kind="lost") == before + 1


def test_a_message_kept_back_is_counted_by_why(ask):
    labels = {"channel": "rest", "reason": "message_too_long"}
    before = count("taghtia_refused_messages_total", **labels)
    ask("x" * 3000, answer("utter_message_too_long"))
    assert count("taghtia_refused_messages_total", **labels) == before + 1


def test_no_metric_holds_what_was_written_or_who_wrote(ask):
    ask(f"ma CIN {SECRET}", answer("utter_greet"), message_id=SECRET)
    assert SECRET.encode() not in generate_latest()
    assert b"765432" not in generate_latest()


def test_a_turn_has_one_id_and_none_is_left_after_it(ask):
    ask("bonjour", answer("utter_greet"))
    assert current() == "-"
