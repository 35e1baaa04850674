"""A call is shared by servers: each turn is answered once, and nothing outlives the call."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

import bot.channels.telephone.calls as module
from bot.channels.messaging.sealing import Seal
from bot.channels.telephone.call import Call, Option, Part
from bot.channels.telephone.calls import Answered, Begun, Busy, Calls, Ended
from bot.channels.telephone.reply import Entry, Saying
from bot.channels.telephone.spelling import Spelling
from bot.channels.telephone.tables import calls as rows
from bot.channels.telephone.tables import metadata
from bot.outbox.database import open_outbox
from identifiers.database import create_tables, now
from identifiers.keys import KeyChain, MasterKey

WHOLE = Call(
    language="fr",
    caller="+212600000001",
    slow=True,
    said=(Saying("Bonjour.", "fr"),),
    entry=Entry.NUMBER,
    options=(Option("Oui", "/affirm"),),
    later=(Part("La suite.", (Option("Non", "/deny"),)),),
    texts=("Bonjour",),
    links=("https://a.ma",),
    to_confirm="c'est payant",
    spelling=Spelling("cin", letters="AB", digits="123456"),
    silences=1,
)


@pytest.fixture
def seal(monkeypatch):
    monkeypatch.setenv("TAGHTIA_KEY", MasterKey.new().encode())
    return Seal(KeyChain.from_environment())


@pytest.fixture
def engine(url):
    engine = open_outbox(url)
    create_tables(engine, metadata)
    yield engine
    metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def calls(engine, seal):
    calls = Calls(engine, seal)
    assert calls.start("CA1", "me", Call(caller="+212600000001"), "<welcome/>") == "<welcome/>"
    return calls


def test_a_call_is_kept_as_it_was(calls):
    assert isinstance(calls.begin("CA1", 1), Begun)
    assert calls.complete("CA1", 1, WHOLE, "<x/>")
    begun = calls.begin("CA1", 2)
    assert isinstance(begun, Begun)
    assert (begun.conversation, begun.call) == ("me", WHOLE)


def test_a_turn_is_answered_by_one_server_and_then_always_alike(calls, engine, seal):
    other = Calls(engine, seal)
    assert isinstance(calls.begin("CA1", 1), Begun)
    assert isinstance(other.begin("CA1", 1), Busy)
    assert isinstance(other.answered("CA1", 1), Busy)
    assert calls.complete("CA1", 1, Call(language="fr"), "<first/>")
    for asked in (other.begin("CA1", 1), other.answered("CA1", 1)):
        assert isinstance(asked, Answered)
        assert asked.twiml == "<first/>"


def test_a_late_web_hook_changes_nothing(calls):
    for turn in (1, 2):
        calls.begin("CA1", turn)
        calls.complete("CA1", turn, Call(language="fr"), f"<{'ab'[turn - 1]}/>")
    late = calls.begin("CA1", 1)
    assert isinstance(late, Answered)
    assert late.twiml == "<b/>"
    assert not calls.complete("CA1", 1, Call(language="ar"), "<late/>")
    begun = calls.begin("CA1", 3)
    assert isinstance(begun, Begun)
    assert begun.call.language == "fr"


def test_what_a_server_that_died_left_is_taken_over(calls, monkeypatch):
    monkeypatch.setattr(module, "LEASE", timedelta(seconds=-1))
    assert isinstance(calls.begin("CA1", 1), Begun)
    assert isinstance(calls.begin("CA1", 1), Begun)


def test_a_call_that_begins_twice_is_one(calls):
    calls.begin("CA1", 1)
    calls.complete("CA1", 1, Call(language="fr"), "<second/>")
    assert calls.start("CA1", "me", Call(), "<welcome/>") == "<second/>"


def test_after_hang_up_nothing_is_left_and_nothing_comes_back(calls, engine):
    calls.begin("CA1", 1)
    assert calls.end("CA1") == "me"
    assert calls.end("CA1") is None
    assert not calls.complete("CA1", 1, WHOLE, "<late/>")
    assert isinstance(calls.begin("CA1", 1), Ended)
    assert calls.start("CA1", "me", WHOLE, "<welcome/>") is None
    with engine.connect() as connection:
        row = connection.execute(select(rows)).one()
    assert (row.state, row.reply) == (None, None)


def test_a_call_whose_end_nobody_told_is_ended_and_later_gone(calls, engine, monkeypatch):
    assert calls.abandoned() == []
    with engine.begin() as connection:
        connection.execute(rows.update().values(heard_at=now() - timedelta(hours=1)))
    assert calls.abandoned() == ["me"]
    with engine.begin() as connection:
        connection.execute(rows.update().values(ended_at=now() - timedelta(hours=6)))
    calls.abandoned()
    with engine.connect() as connection:
        assert connection.execute(select(rows)).first() is None


def test_whoever_speaks_with_somebody_for_long_is_not_taken_for_silent(calls):
    calls.begin("CA1", 1)
    calls.complete("CA1", 1, Call(), "<Dial/>", transfers=True)
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        assert calls.abandoned() == []
    with time_machine.travel(now() + timedelta(hours=5), tick=False):
        assert calls.abandoned() == ["me"]


def test_nothing_of_a_caller_stands_in_clear(calls, engine):
    calls.begin("CA1", 1)
    calls.complete("CA1", 1, WHOLE, "<Say>A, B, 1 2 3</Say>")
    with engine.connect() as connection:
        kept = repr(connection.execute(select(rows)).all())
    for secret in ("CA1", "123456", "600000001", "payant", "1 2 3"):
        assert secret not in kept


def test_an_unknown_call_is_over(calls):
    assert isinstance(calls.begin("CA2", 1), Ended)
    assert calls.state("CA2") is None


def test_a_call_under_a_lost_key_begins_again(calls, engine, monkeypatch):
    monkeypatch.setenv("TAGHTIA_KEY", MasterKey.new().encode())
    assert calls.state("CA1") is not None
    other = Calls(engine, Seal(KeyChain.from_environment()))
    assert isinstance(other.begin("CA1", 1), Ended)
