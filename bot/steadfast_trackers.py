"""Keeps Rasa's tracker store right while its database is restarted, or the clock is set.

Rasa answers on when the store fails: with a conversation that begins anew, kept in memory. A
student in the middle of a form would be answered wrongly. Here a turn waits a few seconds for the
store, and fails when it stays away.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from functools import partial, wraps
from typing import Any

from rasa.core.tracker_store import FailSafeTrackerStore, SQLTrackerStore, TrackerStore
from rasa.shared.core.events import SessionStarted
from sqlalchemy import func
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Query, Session

from bot.channels.trackers import innermost
from identifiers.patience import PAUSE_SECONDS, Patience
from telemetry.metrics import RETRIES

# Holds something once the broker was told of what is being saved.
_told: ContextVar[list[bool] | None] = ContextVar("told", default=None)


def make_steadfast(store: TrackerStore) -> None:
    """Wrap the methods of a running agent's store."""
    if isinstance(store, FailSafeTrackerStore):
        # Called instead of going on with an empty conversation.
        store._on_tracker_store_error = _raise
    inner = innermost(store)
    patience = Patience(DBAPIError)
    pool = getattr(getattr(inner, "engine", None), "pool", None)
    if pool is not None:
        # Rasa's engine would hand out connections that a restart has cut.
        pool._pre_ping = True
    stream = inner.stream_events

    @wraps(stream)
    async def stream_once(*given: Any) -> None:
        told = _told.get()
        if told:
            return
        await stream(*given)
        if told is not None:
            told.append(True)

    inner.stream_events = stream_once
    if isinstance(inner, SQLTrackerStore):
        inner._event_query = partial(_event_query, inner.SQLEvent)
    inner.retrieve = _patiently(inner.retrieve, patience)
    inner.save = _patiently(inner.save, patience)


def _patiently(
    call: Callable[..., Awaitable[Any]], patience: Patience
) -> Callable[..., Awaitable[Any]]:
    @wraps(call)
    async def calling(*given: Any) -> Any:
        token = _told.set([])
        try:
            while True:
                try:
                    found = await call(*given)
                except DBAPIError:
                    if not patience.lasts():
                        raise
                    RETRIES.labels("conversations").inc()
                    await asyncio.sleep(PAUSE_SECONDS)
                else:
                    patience.succeed()
                    return found
        finally:
            _told.reset(token)

    return calling


def _event_query(
    events: Any, session: Session, sender_id: str, fetch_events_from_all_sessions: bool
) -> Query:
    """Rasa's query of a conversation's latest session, which it bounds by the events' times.

    Were the clock set back, all that was said since would be forgotten: numbers only grow.
    """
    of_sender = session.query(events).filter(events.sender_id == sender_id)
    if not fetch_events_from_all_sessions:
        begun = session.query(func.max(events.id)).filter(
            events.sender_id == sender_id, events.type_name == SessionStarted.type_name
        )
        of_sender = of_sender.filter(events.id >= func.coalesce(begun.scalar_subquery(), 0))
    return of_sender.order_by(events.id)


def _raise(error: Exception) -> None:
    raise error
