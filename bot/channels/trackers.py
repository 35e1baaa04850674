"""Rasa's tracker store as channels use it: deleting a conversation, for which it has no way."""

from __future__ import annotations

from asyncio import AbstractEventLoop

from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from sanic import Blueprint, Sanic


class RunningTrackers:
    """The tracker store of the server that a channel's addresses are part of."""

    def __init__(self) -> None:
        self._app: Sanic | None = None

    def follow(self, blueprint: Blueprint) -> None:
        """Notice the server when it starts."""

        @blueprint.listener("after_server_start")
        async def started(app: Sanic, _: AbstractEventLoop) -> None:
            self._app = app

    def store(self) -> TrackerStore | None:
        """The store; None before the server has started and loaded its model."""
        return store_of(self._app) if self._app else None


def store_of(app: Sanic) -> TrackerStore | None:
    """The tracker store of a server; None until its model is loaded."""
    agent = getattr(app.ctx, "agent", None)
    return agent.tracker_store if agent else None


def delete_tracker(store: TrackerStore, conversation: str) -> int:
    """Delete all events of a conversation; returns how many there were.

    Raises:
        TypeError: the store is of a kind that this does not know.
    """
    store = innermost(store)
    if isinstance(store, SQLTrackerStore):
        with store.session_scope() as session:
            mine = session.query(store.SQLEvent).filter_by(sender_id=conversation)
            deleted: int = mine.delete(synchronize_session=False)
            session.commit()
        return deleted
    if isinstance(store, InMemoryTrackerStore):
        return 1 if store.store.pop(conversation, None) else 0
    raise TypeError(
        f"conversations in a {type(store).__name__} cannot be deleted: "
        "use the SQL tracker store in endpoints.yml"
    )


def innermost(store: TrackerStore) -> TrackerStore:
    """The store that endpoints.yml names: Rasa wraps it into others."""
    while hasattr(store, "_tracker_store"):
        store = store._tracker_store
    return store
