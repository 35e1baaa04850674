"""Rasa's SQL tracker store, without reading at every turn what it wrote at the last one.

Rasa reads and parses all events of the session, replays them, and counts them before it writes the
new ones, one object at a time; on SQLite it then waits for the disk. Here a conversation that this
process wrote last is kept in memory, the number of its stored events with it, and SQLite writes
ahead. The table, the events and what a new process reads are Rasa's
(`tests/server/test_tracker_store.py`).
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from identifiers.database import share_between_processes
from identifiers.state import open_database

# Conversations, and the events of one: some 5 kB each.
MOST_KEPT = 300
MOST_EVENTS = 300
# Where a tracker notes how many of its events are in the table.
_STORED = "stored_events"
Newest = tuple[int, float]


@dataclass(frozen=True)
class _Kept:
    """A conversation as it was written, the domain that it was written with, its newest event."""

    tracker: DialogueStateTracker
    domain: Domain
    newest: Newest | None


class ConversationStore(SQLTrackerStore):
    """Takes what Rasa's store takes; conversations must not be written by two servers at once.

    Rasa's lock store sees to that. What another server wrote is noticed by its newest event, and
    read.
    """

    engine: Engine

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain=domain, host=host, event_broker=event_broker, **kwargs)
        url: str = self.engine.url.render_as_string(hide_password=False)
        self.engine.dispose()
        # Rasa's engine opens a SQLite file anew for each session. Here an answer that was given
        # outlives a killed server, though not a power cut.
        self.engine = open_database(url, waits=False)
        share_between_processes(self.engine, synchronous="NORMAL")
        self.sessionmaker.configure(bind=self.engine)
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def create_tracker(
        self, sender_id: str, append_action_listen: bool = True
    ) -> DialogueStateTracker:
        """A new conversation; without events there is nothing to write."""
        if append_action_listen:
            return await super().create_tracker(sender_id, append_action_listen)
        tracker = self.init_tracker(sender_id)
        setattr(tracker, _STORED, 0)
        return tracker

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The events of the conversation's latest session."""
        # Taken out: a turn that fails leaves nothing half done behind.
        kept = self._kept.pop(sender_id, None)
        with self.session_scope() as session:
            newest = self._newest(session, sender_id)
        if newest is None:
            return None
        if kept is not None and kept.newest == newest and kept.domain is self.domain:
            return kept.tracker
        tracker: DialogueStateTracker | None = await super().retrieve(sender_id)
        if tracker is not None:
            setattr(tracker, _STORED, len(tracker.events))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the events that are new."""
        stored = vars(tracker).pop(_STORED, None)
        if stored is None:
            # Not from here, or a first try failed, perhaps after it was written: Rasa counts.
            await super().save(tracker)
            return
        new = list(islice(tracker.events, stored, None))
        newest = self._write(tracker.sender_id, new)
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, new, tracker.sender_id)
        setattr(tracker, _STORED, stored + len(new))
        self._keep(tracker, new, newest)

    def _write(self, sender_id: str, events: Sequence[Event]) -> Newest | None:
        with self.session_scope() as session:
            if events:
                rows = [self._row(sender_id, event) for event in events]
                session.execute(insert(self.SQLEvent.__table__), rows)
            newest = self._newest(session, sender_id)
            session.commit()
        return newest

    def _keep(
        self, tracker: DialogueStateTracker, new: Sequence[Event], newest: Newest | None
    ) -> None:
        # Read anew, a session begins without what was before it.
        begins = any(isinstance(event, SessionStarted) for event in new)
        if begins or newest is None or len(tracker.events) > MOST_EVENTS:
            return
        self._kept[tracker.sender_id] = _Kept(tracker, self.domain, newest)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def _newest(self, session: Session, sender_id: str) -> Newest | None:
        event = self.SQLEvent
        query = select(event.id, event.timestamp).where(event.sender_id == sender_id)
        found = session.execute(query.order_by(event.id.desc()).limit(1)).first()
        return (found.id, found.timestamp) if found else None

    @staticmethod
    def _row(sender_id: str, event: Event) -> dict[str, Any]:
        data = event.as_dict()
        return {
            "sender_id": sender_id,
            "type_name": event.type_name,
            "timestamp": data.get("timestamp"),
            "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
            "action_name": data.get("name"),
            "data": json.dumps(data),
        }
