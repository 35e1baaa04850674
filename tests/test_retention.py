"""A conversation goes when nothing has been said in it for long, and no other goes with it."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import retention
from bot.retention import delete_silent, keep_for

OLD, NEW = 1_700_000_000.0, 1_700_086_400.0


@pytest.fixture
def store(tmp_path):
    return SQLTrackerStore(Domain.empty(), db=str(tmp_path / "tracker.db"))


def said(store, name, *times):
    events = [UserUttered("bonjour", timestamp=time) for time in times]
    asyncio.run(store.save(DialogueStateTracker.from_events(name, events)))


def names(store):
    return set(asyncio.run(store.keys()))


def test_only_a_conversation_that_fell_silent_before_is_deleted(store):
    said(store, "silent", OLD, OLD + 1)
    said(store, "went on", OLD, NEW)
    assert delete_silent(store, NEW) == 1
    assert names(store) == {"went on"}


def test_more_than_one_batch_goes_at_once(store, monkeypatch):
    monkeypatch.setattr(retention, "_BATCH", 2)
    for number in range(5):
        said(store, f"silent {number}", OLD)
    assert delete_silent(store, NEW) == 5
    assert names(store) == set()


def test_a_server_without_a_model_or_with_another_store_goes_on(store):
    assert delete_silent(None, NEW) == 0
    assert delete_silent(InMemoryTrackerStore(Domain.empty()), NEW) == 0


def test_every_hour_what_is_older_than_so_many_days_goes(store, monkeypatch):
    monkeypatch.setattr(retention.time, "time", lambda: OLD + 3 * 86_400)
    said(store, "four days ago", OLD - 86_400)
    said(store, "two days ago", OLD + 86_400)
    pauses = []

    async def pause(seconds):
        pauses.append(seconds)
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(keep_for(3, lambda: store, pause))
    assert names(store) == {"two days ago"} and pauses == [3600.0]
