"""Events of ours, in the stream in which Rasa publishes its own."""

from __future__ import annotations

import time

from rasa.core.tracker_store import TrackerStore


def tell(store: TrackerStore | None, event: str, conversation: str, **more: object) -> None:
    """Publish an event where Rasa's are published, if they are anywhere.

    Args:
        store: of Rasa's conversations; None before there is one.
        event: its kind, as `insights.events` reads it.
    """
    broker = store.event_broker if store else None
    if broker is not None:
        body = {"sender_id": conversation, "event": event, "timestamp": time.time(), **more}
        broker.publish(body)
