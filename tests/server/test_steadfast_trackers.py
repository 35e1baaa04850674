"""A turn waits for its conversation instead of going on with an empty one."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import FailSafeTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import OperationalError

from bot import steadfast_trackers
from bot.channels.trackers import innermost
from bot.steadfast_trackers import make_steadfast
from bot.tracker_store import ConversationStore


class Broker(EventBroker):
    """Keeps what it is told."""

    def __init__(self):
        self.events = []

    def publish(self, event):
        self.events.append(event)


@pytest.fixture(params=[SQLTrackerStore, ConversationStore])
def store(request, tmp_path, monkeypatch):
    """The agent's store, as Rasa wraps it."""
    monkeypatch.setattr(steadfast_trackers, "PAUSE_SECONDS", 0.0)
    domain, broker = Domain.empty(), Broker()
    agents = FailSafeTrackerStore(
        request.param(domain, event_broker=broker, db=str(tmp_path / "tracker.db"))
    )
    make_steadfast(agents)
    return agents


def breaking(store, *fails):
    """Sessions of the database that fail one after the other, or not; all later ones do not."""
    inner, left = innermost(store), list(fails)
    real = inner.session_scope

    def session_scope():
        if left and left.pop(0):
            raise OperationalError("SELECT", {}, Exception("the server closed the connection"))
        return real()

    inner.session_scope = session_scope


def said(text):
    return DialogueStateTracker.from_events("c", [UserUttered(text)])


def texts(tracker):
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def test_a_conversation_is_read_once_the_database_is_back(store):
    asyncio.run(store.save(said("bonjour")))
    breaking(store, True, True, True)
    assert texts(asyncio.run(store.retrieve("c"))) == ["bonjour"]


@pytest.mark.parametrize("fails", [(False, True), (False, True, True), (True, False, True)])
def test_what_is_saved_again_stands_once_in_the_store_and_goes_once_to_the_broker(store, fails):
    # The first session looks for what is new, to tell the broker; the next one saves.
    breaking(store, *fails)
    asyncio.run(store.save(said("bonjour")))
    assert texts(asyncio.run(store.retrieve("c"))) == ["bonjour"]
    assert len(innermost(store).event_broker.events) == 1


def test_a_database_that_stays_away_fails_the_turn_and_begins_no_new_conversation(
    store, monkeypatch
):
    monkeypatch.setattr(steadfast_trackers.Patience, "lasts", lambda self: False)
    breaking(store, True)
    with pytest.raises(OperationalError):
        asyncio.run(store.retrieve("c"))
