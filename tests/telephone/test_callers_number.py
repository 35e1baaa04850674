"""Who calls again and again is one caller: told to the actions by a pseudonym, never in clear."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import create_engine, text

import bot.channels.telephone.channel as channel
from bot.channels.telephone.settings import TelephoneSettings
from bot.gate.limits import RateLimit
from tests.telephone.caller import Caller
from tests.telephone.conftest import serving

NUMBER, EXCHANGE = "+212661739482", "+212537000000"


def asked_by(server: str, rasa, number: str) -> str | None:
    """What the actions are told of who asks, in a new call from a number."""
    caller = Caller(server, number=number)
    caller.rings()
    caller.presses("2")
    caller.says("bonjour")
    asker: str | None = rasa.heard[-1].metadata.get("asker")
    return asker


def test_calls_from_one_number_have_one_asker_and_another_number_has_another(server, rasa):
    first, second = asked_by(server, rasa, NUMBER), asked_by(server, rasa, NUMBER)
    other = asked_by(server, rasa, "+212661739483")
    assert first == second
    assert other not in (first, None)
    conversations = {message.sender_id for message in rasa.heard}
    assert len(conversations) == 3
    assert first not in conversations


def test_the_number_itself_is_told_to_nobody(server, rasa, tmp_path):
    asked_by(server, rasa, NUMBER)
    told = json.dumps([[message.text, message.metadata] for message in rasa.heard])
    assert NUMBER[-8:] not in told
    with create_engine(f"sqlite:///{tmp_path / 'outbox.db'}").connect() as connection:
        kept = repr(connection.execute(text("SELECT * FROM telephone_calls")).all())
    assert NUMBER[-8:] not in kept


@pytest.mark.parametrize(
    "hidden", ["anonymous", "Restricted", "+266696687", "", "+", "sip:a@b.example"]
)
def test_who_hides_their_number_is_nobody_in_particular(server, rasa, hidden):
    assert asked_by(server, rasa, hidden) is None


def test_an_exchange_passes_the_callers_number_on(server, rasa):
    through_exchange = asked_by(server, rasa, f"sip:{NUMBER}@exchange.example")
    assert through_exchange == asked_by(server, rasa, NUMBER)


def test_a_number_that_many_call_from_is_nobodys(settings, rasa):
    settings.setenv("TAGHTIA_TELEPHONE_SHARED_NUMBERS", f"+212538002020, {EXCHANGE}")
    with serving(rasa) as server:
        assert asked_by(server, rasa, EXCHANGE) is None
        assert asked_by(server, rasa, NUMBER) is not None


def test_a_wrong_shared_number_is_named(settings):
    settings.setenv("TAGHTIA_TELEPHONE_SHARED_NUMBERS", "0537000000")
    with pytest.raises(ValueError, match="TAGHTIA_TELEPHONE_SHARED_NUMBERS must be numbers with"):
        TelephoneSettings.from_environment()


def test_messages_are_counted_over_all_calls_of_a_number(settings, server, rasa):
    gate = channel.gate_from_environment()
    settings.setattr(gate, "_rate_limit", RateLimit(messages=6))
    for _ in range(3):
        asked_by(server, rasa, NUMBER)
    assert "/message_too_often" not in rasa.texts()
    asked_by(server, rasa, NUMBER)
    assert rasa.texts()[-1] == "/message_too_often"
    for _ in range(4):
        asked_by(server, rasa, "anonymous")
    assert rasa.texts()[-1] == "bonjour"
