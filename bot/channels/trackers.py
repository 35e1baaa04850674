"""Deleting a conversation from Rasa's tracker store, which has no way of its own to do it."""

from __future__ import annotations

from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore


def delete_tracker(store: TrackerStore, conversation: str) -> int:
    """Delete all events of a conversation; returns how many there were.

    Raises:
        TypeError: the store is of a kind that this does not know.
    """
    store = _innermost(store)
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


def _innermost(store: TrackerStore) -> TrackerStore:
    """Rasa wraps the store that endpoints.yml names into others."""
    while hasattr(store, "_tracker_store"):
        store = store._tracker_store
    return store
