"""What is taken in is answered once and in order; what is sent is sent once."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.channels.messaging import aftermath
from bot.channels.messaging import outgoing as module
from bot.channels.messaging.delivery import Batch, Delivery, Report, Said
from bot.channels.messaging.erasing import Erasing
from bot.channels.messaging.inbox import Inbox
from bot.channels.messaging.outcome import Kind, Outcome
from bot.channels.messaging.outgoing import Outgoing
from bot.channels.messaging.people import People
from bot.channels.messaging.reports import record_report
from bot.channels.messaging.sealing import Seal
from bot.channels.messaging.tables import inbox as inbox_table
from bot.channels.messaging.tables import metadata, outgoing, people
from bot.outbox.database import open_outbox
from identifiers.database import create_tables
from identifiers.keys import KeyChain, MasterKey
from tests.postgresql import new_database

ADDRESS = {"to": "212600000001"}
HELLO = {"type": "text", "text": {"body": "bonjour"}}
SENT = Outcome(Kind.SENT, "wamid.1")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'outbox.db'}"
        return
    with new_database("messaging") as url:
        yield url


@pytest.fixture
def engine(url):
    engine = open_outbox(url)
    create_tables(engine, metadata)
    yield engine
    engine.dispose()


@pytest.fixture
def seal():
    return Seal(KeyChain((MasterKey(b"k" * 32),)))


@pytest.fixture
def queue(engine, seal):
    return Outgoing(engine, "whatsapp", seal)


@pytest.fixture
def inbox(queue):
    return inbox_of(queue)


def inbox_of(queue, **options):
    people = People(queue.engine, queue.channel, queue.seal)
    kind = options.pop("kind", Kind.REFUSED)
    meaning = lambda code: Outcome(kind, code=code)  # noqa: E731
    return Inbox(queue, people, lambda sender: f"c{sender}", meaning, **options)


def delivery(words="bonjour", message_id=None, sender="1", second=0):
    said = Said(ADDRESS, message_id or uuid.uuid4().hex, text=words)
    return Delivery(sender, datetime(2026, 11, 1) + timedelta(seconds=second), said)


def take(inbox, *deliveries, reports=()):
    return inbox.take_in([Batch(deliveries, tuple(reports))])


def add(engine, queue, count=1, conversation="c1"):
    with engine.begin() as connection:
        queue.add(connection, conversation, ADDRESS, [HELLO] * count)


def states(engine):
    with engine.connect() as connection:
        return list(connection.execute(select(outgoing.c.state).order_by(outgoing.c.id)).scalars())


def test_a_message_is_taken_in_once_however_often_it_is_delivered(inbox):
    again = delivery(message_id="wamid.1")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: take(inbox, again, again), range(8)))
    inbox.complete(inbox.claim("c1"), HELLO)
    assert inbox.claim("c1") is None


def test_an_answered_message_delivered_again_stays_answered(inbox):
    again = delivery(message_id="wamid.1")
    take(inbox, again)
    assert inbox.complete(inbox.claim("c1"), HELLO)
    take(inbox, again)
    assert inbox.claim("c1") is None


def test_a_persons_messages_are_claimed_as_written_and_one_at_a_time(inbox):
    take(inbox, delivery("deux", second=2), delivery("un", second=1), delivery("x", sender="2"))
    first = inbox.claim("c1")
    assert first.said.text == "un" and inbox.claim("c1") is None
    assert inbox.claim("c2").said.text == "x"
    inbox.complete(first, HELLO)
    assert inbox.claim("c1").said.text == "deux"


def test_one_of_many_servers_answers_and_a_dead_ones_message_is_taken_over(engine, queue, inbox):
    dead = inbox_of(queue, lease=timedelta(seconds=-1))
    take(inbox, delivery())
    lost = dead.claim("c1")
    assert inbox.abandoned() == ["c1"]
    with ThreadPoolExecutor(4) as pool:
        claims = [one for one in pool.map(lambda _: inbox.claim("c1"), range(8)) if one]
    assert [claim.tries for claim in claims] == [2]
    assert inbox.complete(claims[0], HELLO) and not inbox.complete(lost, HELLO)
    assert states(engine) == ["waiting"]


def test_no_word_address_or_message_id_stands_in_clear(engine, inbox):
    take(inbox, delivery("un mot", message_id="wamid.secret"))
    inbox.complete(inbox.claim("c1"), HELLO)
    with engine.connect() as connection:
        for table in (inbox_table, outgoing, people):
            kept = str(connection.execute(select(table)).all())
            assert not any(s in kept for s in ("un mot", "212600000001", "wamid.secret", "bonjour"))


def test_messages_of_one_person_are_sent_in_order(engine, queue):
    add(engine, queue, 2)
    first = queue.claim("c1")
    assert first.payload == HELLO and first.address == ADDRESS and queue.claim("c1") is None
    assert queue.settle(first, SENT, keep=True) == "sent"
    assert queue.claim("c1").id > first.id


def test_many_workers_send_a_message_once(engine, queue):
    add(engine, queue)
    with ThreadPoolExecutor(4) as pool:
        claims = [one for one in pool.map(lambda _: queue.claim("c1"), range(8)) if one]
    assert len(claims) == 1


def test_a_message_whose_server_died_waits_for_a_report_before_it_is_sent_again(
    engine, queue, monkeypatch
):
    monkeypatch.setattr(module, "LEASE", timedelta(0))
    add(engine, queue)
    lost = queue.claim("c1")
    assert queue.due() == ["c1"] and queue.claim("c1") is None
    assert states(engine) == ["unknown"] and queue.due() == []
    with engine.begin() as connection:
        record_report(queue, connection, Report(lost.reference, "wamid.1", "sent"), None)
    assert states(engine) == ["sent"] and queue.claim("c1") is None


def test_without_a_report_it_is_sent_again_under_the_same_reference(engine, queue, monkeypatch):
    monkeypatch.setattr(module, "LEASE", timedelta(0))
    monkeypatch.setattr(aftermath, "SETTLE", timedelta(0))
    add(engine, queue)
    lost = queue.claim("c1")
    assert queue.claim("c1") is None
    again = queue.claim("c1")
    assert (again.reference, again.tries) == (lost.reference, 2)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Kind.RETRY, "waiting"),
        (Kind.OPERATOR, "waiting"),
        (Kind.UNKNOWN, "unknown"),
        (Kind.WINDOW, "parked"),
        (Kind.UNREACHABLE, "failed"),
        (Kind.REFUSED, "failed"),
    ],
)
def test_every_kind_of_error_has_its_state(engine, queue, kind, state):
    add(engine, queue)
    assert queue.settle(queue.claim("c1"), Outcome(kind, code=7), keep=True) == state
    assert queue.due() == []
    with engine.connect() as connection:
        row = connection.execute(select(outgoing)).one()
    assert row.error in ("7",) and (row.sealed is None) == (state == "failed")


def test_who_cannot_be_reached_is_sent_nothing_of_what_waits(engine, queue):
    add(engine, queue, 3)
    queue.settle(queue.claim("c1"), Outcome(Kind.UNREACHABLE, code=131026), keep=True)
    assert states(engine) == ["failed"] * 3


def test_tries_end(engine, queue, monkeypatch):
    monkeypatch.setattr(aftermath, "FIRST_WAIT", 0.0)
    add(engine, queue)
    for _ in range(aftermath.MAX_TRIES):
        queue.settle(queue.claim("c1"), Outcome(Kind.RETRY, code=4), keep=True)
    assert states(engine) == ["failed"]


def test_a_report_never_takes_a_better_one_back(engine, queue, inbox):
    add(engine, queue)
    sending = queue.claim("c1")
    take(inbox, reports=[Report(sending.reference, None, "read")])
    queue.settle(sending, SENT, keep=True)
    take(inbox, reports=[Report(sending.reference, None, "delivered")])
    take(inbox, reports=[Report(sending.reference, None, "failed", 131000)])
    assert states(engine) == ["read"]


def test_a_report_finds_its_message_by_the_platforms_own_id(engine, queue, inbox):
    add(engine, queue)
    queue.settle(queue.claim("c1"), SENT, keep=True)
    take(inbox, reports=[Report(None, "wamid.other", "read"), Report(None, "wamid.1", "delivered")])
    assert states(engine) == ["delivered"]


def test_what_was_parked_goes_when_the_person_writes_and_one_reminder_before(engine, seal):
    queue = Outgoing(engine, "whatsapp", seal, reminder={"type": "template"})
    inbox = inbox_of(queue)
    add(engine, queue, 2)
    for _ in range(2):
        queue.settle(queue.claim("c1"), Outcome(Kind.WINDOW, code=131047), keep=True)
    assert states(engine) == ["parked", "parked", "waiting"]
    assert queue.claim("c1").payload == {"type": "template"}
    take(inbox, delivery())
    assert states(engine)[:2] == ["waiting", "waiting"]


def test_forgetting_deletes_a_persons_rows_and_no_others(engine, queue, inbox):
    take(inbox, delivery(), delivery(sender="2"))
    turn = inbox.claim("c1")
    take(inbox, delivery("plus tard", second=5))
    inbox.complete(inbox.claim("c2"), HELLO)
    known = People(engine, "whatsapp", queue.seal)
    Erasing(inbox, queue, known).forget("c1", but=turn.id)
    with engine.connect() as connection:
        assert known.find(connection, "c1") is None
        assert known.find(connection, "c2").address == ADDRESS
        left = connection.execute(select(inbox_table.c.conversation)).scalars()
        assert sorted(left) == ["c1", "c2"]
    assert inbox.complete(turn, HELLO) and states(engine) == ["waiting"] * 2
