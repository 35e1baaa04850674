"""Deletes conversations of Rasa's tracker store in which nothing has been said for long."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from sqlalchemy import func
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.trackers import innermost

ROUND_SECONDS = 3600.0
_DAY_SECONDS = 86_400
_BATCH = 500

logger = logging.getLogger(__name__)


async def keep_for(
    days: int,
    store: Callable[[], TrackerStore | None],
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Look every hour, until cancelled, for conversations silent for so many days."""
    while True:
        try:
            silent_since = time.time() - days * _DAY_SECONDS
            await asyncio.to_thread(delete_silent, store(), silent_since)
        except SQLAlchemyError as error:
            # Its own text may quote what was said.
            logger.error("old conversations wait for the next round: %s", type(error).__name__)
        await pause(ROUND_SECONDS)


def delete_silent(store: TrackerStore | None, silent_since: float) -> int:
    """Delete conversations whose last event is older; returns how many.

    Only the SQL tracker store outlives the server; any other is left alone.

    Args:
        silent_since: seconds since 1970.
    """
    store = innermost(store) if store else None
    if not isinstance(store, SQLTrackerStore):
        return 0
    event, deleted = store.SQLEvent, 0
    with store.session_scope() as session:
        silent = session.query(event.sender_id).group_by(event.sender_id)
        silent = silent.having(func.max(event.timestamp) < silent_since).limit(_BATCH)
        while names := [name for (name,) in silent]:
            theirs = session.query(event).filter(event.sender_id.in_(names))
            theirs.delete(synchronize_session=False)
            session.commit()
            deleted += len(names)
    return deleted
