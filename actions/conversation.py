"""What an action reads from the conversation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasa_sdk import Tracker

SECOND_WISH = "second_wish"


def intent_of(tracker: Tracker) -> str:
    """The intent to answer: the latest message's; its second one once the first is answered."""
    second = first_entity(tracker, SECOND_WISH)
    if second is not None and _is_answered(tracker):
        return second
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def is_wished(tracker: Tracker, intent: str) -> bool:
    """Whether the latest message has this intent, as its first wish or its second."""
    latest = (tracker.latest_message.get("intent") or {}).get("name")
    return intent in (latest, first_entity(tracker, SECOND_WISH))


def text_of(tracker: Tracker) -> str:
    """The latest message, as the gate left it."""
    return str(tracker.latest_message.get("text") or "")


def asker_of(tracker: Tracker) -> str | None:
    """Who is behind several conversations, where the gate knows: a pseudonym."""
    asker = (tracker.latest_message.get("metadata") or {}).get("asker")
    return asker if isinstance(asker, str) else None


def entity_values(tracker: Tracker, entity: str) -> Iterator[str]:
    """Values of one entity of the latest message, in the order of the text."""
    for found in tracker.latest_message.get("entities") or []:
        if found.get("entity") == entity and found.get("value"):
            yield str(found["value"])


def first_entity(tracker: Tracker, entity: str) -> str | None:
    """The first value of one entity of the latest message."""
    return next(entity_values(tracker, entity), None)


def _is_answered(tracker: Tracker) -> bool:
    """Whether an action was taken since the latest message."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action":
            return True
    return False


def ranked_intents(tracker: Tracker) -> list[tuple[str, float]]:
    """The latest message's intents with their confidence in 0..1, best first."""
    ranking: list[dict[str, Any]] = tracker.latest_message.get("intent_ranking") or []
    return [(str(rank["name"]), float(rank["confidence"])) for rank in ranking]


def value_before_this_message(tracker: Tracker, slot: str) -> Any:
    """What a slot held before the latest message filled it."""
    earlier = iter(reversed(tracker.events))
    for event in earlier:
        if event.get("event") == "user":
            break
    return next(
        (
            event.get("value")
            for event in earlier
            if event.get("event") == "slot" and event.get("name") == slot
        ),
        None,
    )
