"""Our tracker store against Rasa's own on the same table: SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import EventVerbosity

from bot.channels.trackers import delete_tracker
from bot.tracker_store import MOST_EVENTS, MOST_KEPT, ConversationStore
from tests.postgresql import new_database

DOMAIN = Domain.from_yaml(
    """
    version: "3.1"
    intents: [greet]
    slots:
      town: {type: text, mappings: [{type: custom}]}
    """
)


@pytest.fixture(scope="module")
def postgresql():
    with new_database("trackers") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tracker.db'}"
    return request.getfixturevalue("postgresql")


@pytest.fixture
def store(url):
    store = ConversationStore(DOMAIN, url)
    yield store
    delete_tracker(store, "me")
    store.engine.dispose()


@pytest.fixture
def rasas(url):
    rasas = SQLTrackerStore(DOMAIN, host=url)
    yield rasas
    rasas.engine.dispose()


def turn(text, town=None):
    """The events of a turn as Rasa's processor makes them."""
    parsed = {"intent": {"name": "greet", "confidence": 0.9}, "text": text}
    said = UserUttered(text, parsed["intent"], [], parsed, input_channel="rest")
    return [
        said,
        *([SlotSet("town", town)] if town else []),
        ActionExecuted("utter_greet"),
        BotUttered("أهلا", metadata={"utter_action": "utter_greet"}),
        ActionExecuted("action_listen"),
    ]


async def say(store, *turns):
    """Each turn as the processor does it: retrieve, add, save; the last tracker."""
    for events in turns:
        tracker = await store.get_or_create_tracker("me", append_action_listen=False)
        tracker.update_with_events(events, DOMAIN)
        await store.save(tracker)
    return tracker


def state(tracker):
    return tracker.current_state(EventVerbosity.ALL)


def read(store, conversation="me"):
    return state(asyncio.run(store.retrieve(conversation)))


def test_rasa_reads_what_was_written_and_it_is_what_was_said(store, rasas):
    begun = [ActionExecuted("action_session_start"), SessionStarted()]
    tracker = asyncio.run(say(store, [*begun, *turn("salut")], turn("Fès", town="fes")))
    assert read(rasas) == state(tracker)
    assert read(rasas)["slots"]["town"] == "fes"
    assert len(asyncio.run(rasas.retrieve_full_tracker("me")).events) == 11


def test_a_conversation_kept_in_memory_is_the_one_in_the_table(store, rasas):
    asyncio.run(say(store, turn("salut"), turn("Fès", town="fes"), turn("merci")))
    assert read(store) == read(rasas)


def test_each_event_is_written_once(store, rasas):
    asyncio.run(say(store, *(turn(str(n)) for n in range(5))))
    texts = [e["text"] for e in read(rasas)["events"] if e["event"] == "user"]
    assert texts == ["0", "1", "2", "3", "4"]


def test_what_another_server_wrote_is_read(store, url):
    other = ConversationStore(DOMAIN, url)
    asyncio.run(say(store, turn("ici")))
    asyncio.run(say(other, turn("là")))
    asyncio.run(say(store, turn("encore ici")))
    texts = [e["text"] for e in read(other)["events"] if e["event"] == "user"]
    assert texts == ["ici", "là", "encore ici"]
    other.engine.dispose()


def test_a_new_session_begins_without_the_earlier_one(store, rasas):
    again = [ActionExecuted("action_session_start"), SessionStarted(), *turn("me revoilà")]
    asyncio.run(say(store, turn("salut", town="fes"), again))
    assert read(store) == read(rasas)
    assert [e["text"] for e in read(store)["events"] if e["event"] == "user"] == ["me revoilà"]


def test_a_turn_that_failed_leaves_nothing_behind(store):
    async def broken_turn():
        tracker = await store.retrieve("me")
        tracker.update_with_events(turn("perdu"), DOMAIN)

    asyncio.run(say(store, turn("salut")))
    asyncio.run(broken_turn())
    assert [e["text"] for e in read(store)["events"] if e["event"] == "user"] == ["salut"]


def test_a_save_that_failed_after_it_was_written_is_not_doubled(store, rasas, monkeypatch):
    async def save_twice():
        tracker = await say(store, turn("salut"))
        tracker = await store.retrieve("me")
        tracker.update_with_events(turn("deux"), DOMAIN)
        write = store._write

        def write_and_fail(*given):
            write(*given)
            raise ConnectionError

        monkeypatch.setattr(store, "_write", write_and_fail)
        with pytest.raises(ConnectionError):
            await store.save(tracker)
        await store.save(tracker)

    asyncio.run(save_twice())
    texts = [e["text"] for e in read(rasas)["events"] if e["event"] == "user"]
    assert texts == ["salut", "deux"]


def test_a_deleted_conversation_begins_anew(store):
    asyncio.run(say(store, turn("salut", town="fes")))
    assert delete_tracker(store, "me") == 5
    assert asyncio.run(store.retrieve("me")) is None


def test_a_conversation_is_kept_for_the_domain_it_was_written_with(store):
    asyncio.run(say(store, turn("salut", town="fes")))
    store.domain = Domain.from_yaml('{version: "3.1", intents: [greet]}')
    assert "town" not in asyncio.run(store.retrieve("me")).slots


def test_memory_is_bounded(store):
    async def many():
        for number in range(MOST_KEPT + 5):
            tracker = await store.get_or_create_tracker(f"person {number}", None, False)
            tracker.update_with_events(turn("salut"), DOMAIN)
            await store.save(tracker)
        await say(store, *(turn("encore") for _ in range(MOST_EVENTS // 4 + 1)))

    asyncio.run(many())
    assert len(store._kept) <= MOST_KEPT and "me" not in store._kept
    with store.session_scope() as session:
        session.query(store.SQLEvent).delete()
        session.commit()


def test_events_go_to_the_broker_once_and_after_they_were_written(url):
    published = []

    class Broker:
        def publish(self, event):
            with store.session_scope() as session:
                published.append((event["event"], session.query(store.SQLEvent).count()))

    store = ConversationStore(DOMAIN, url, Broker())
    asyncio.run(say(store, turn("salut"), turn("merci")))
    kinds = ["user", "action", "bot", "action"]
    assert published == [*((kind, 4) for kind in kinds), *((kind, 8) for kind in kinds)]
    delete_tracker(store, "me")
    store.engine.dispose()
