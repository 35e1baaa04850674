"""What the store takes from a conversation's events, and nothing more.

Rasa publishes each event as JSON: https://rasa.com/docs/rasa/event-brokers. Ours are `vote` and
`forget`, published in the same stream so that their place in it is sure.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum
from typing import Any

from identifiers.placeholders import find_placeholders
from insights.pseudonyms import Pseudonyms

VOTE, FORGET = "vote", "forget"
# Not said by a person: a channel's or the gate's own words to the assistant.
_NOT_SAID = frozenset({"restart", "session_start", "back"})
# The gate's, in the place of a message at which a turn failed.
TURN_FAILED = "action_failed"
_UNREADABLE = (ValueError, KeyError, TypeError, OverflowError, OSError)
_RANKED = 3
_LONGEST_NAME = 100
_VALUELESS = "00000000"


class Kind(str, Enum):
    """What a step of a conversation is; see `insights.tables.steps`."""

    ANSWER = "answer"
    FORM = "form"
    FIELD = "field"
    VOTE = "vote"


class FormState(str, Enum):
    """What a form's step says of it."""

    BEGUN = "begun"
    ENDED = "ended"


@dataclass(frozen=True)
class Said:
    """A student's message; `fields` are columns of `insights.tables.messages`."""

    key: str
    sender: str
    at: datetime
    channel: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """Something that the assistant did, or a vote on it."""

    key: str
    sender: str
    at: datetime
    kind: Kind
    name: str
    detail: str | None = None


@dataclass(frozen=True)
class Forget:
    """A person's wish that nothing of theirs be kept until this moment."""

    sender: str
    at: datetime


Record = Said | Step | Forget


class NotAnEvent(ValueError):
    """A body is no event; its text may quote what was said, so none of it is in the message."""


class EventReader:
    """Reads events' bodies.

    Args:
        place_name: one name for a town in any spelling, None where it is none.
    """

    def __init__(self, pseudonyms: Pseudonyms, place_name: Callable[[str], str | None]) -> None:
        self._pseudonyms = pseudonyms
        self._place_name = place_name

    def read(self, body: bytes) -> Record | None:
        """What the store takes from one event; None: nothing.

        Raises:
            NotAnEvent: it is not JSON, or lacks its sender or time.
        """
        try:
            event = json.loads(body)
            sender, at = str(event["sender_id"]), _happened_at(event)
        except _UNREADABLE:
            raise NotAnEvent from None
        kind = event.get("event")
        if kind == "user":
            return self._said(event, sender, at)
        if kind == FORGET:
            return Forget(sender, at)
        if kind == VOTE:
            return self._vote(event, sender, at)
        found = _step(event)
        if found is None:
            return None
        return Step(self._pseudonyms.event(body), sender, at, *found)

    def _said(self, event: Mapping[str, Any], sender: str, at: datetime) -> Said | None:
        parsed = event.get("parse_data") or {}
        intent = str((parsed.get("intent") or {}).get("name") or "")
        text = str(event.get("text") or "")
        # A message that is answered anew after a crash bears the same id.
        key = self._pseudonyms.event("user", sender, str(event.get("message_id")), text)
        if not intent or intent in _NOT_SAID:
            return None
        fields = {
            "intent": intent[:60],
            "received_at": _received_at(event),
            **self._understood(parsed),
            **_words(text),
        }
        return Said(key, sender, at, str(event.get("input_channel") or "")[:20], fields)

    def _understood(self, parsed: Mapping[str, Any]) -> dict[str, Any]:
        entities: dict[str, str] = {}
        for found in parsed.get("entities") or []:
            entities.setdefault(str(found.get("entity")), str(found.get("value") or ""))
        ranking = [
            [str(one["name"])[:60], round(float(one["confidence"]), 3)]
            for one in (parsed.get("intent_ranking") or [])[:_RANKED]
        ]
        city = entities.get("city")
        return {
            "confidence": float((parsed.get("intent") or {}).get("confidence") or 0.0),
            "ranking": json.dumps(ranking),
            "second_intent": entities.get("second_wish"),
            "variety": parsed.get("variety"),
            "language": entities.get("language") or entities.get("language_guess"),
            "university": entities.get("university", "")[:10] or None,
            "city": self._place_name(city) if city else None,
        }

    def _vote(self, event: Mapping[str, Any], sender: str, at: datetime) -> Step:
        key = self._pseudonyms.event(VOTE, sender, str(event.get("number")))
        helpful = "yes" if event.get("helpful") else "no"
        return Step(key, sender, at, Kind.VOTE, str(event.get("response"))[:_LONGEST_NAME], helpful)


def _received_at(event: Mapping[str, Any]) -> datetime | None:
    """When the gate let the message through, before it was understood."""
    stamp = (event.get("metadata") or {}).get("received_at")
    return _moment(stamp) if isinstance(stamp, float) else None


def happened_at(body: bytes) -> datetime:
    """When an event was published, UTC without zone.

    Raises:
        NotAnEvent: the body is not JSON, or lacks its time.
    """
    try:
        return _happened_at(json.loads(body))
    except _UNREADABLE:
        raise NotAnEvent from None


def _happened_at(event: Mapping[str, Any]) -> datetime:
    return _moment(float(event["timestamp"]))


def _moment(stamp: float) -> datetime:
    """Seconds since 1970 as UTC without zone."""
    return datetime.fromtimestamp(stamp, timezone.utc).replace(tzinfo=None)


def _step(event: Mapping[str, Any]) -> tuple[Kind, str, str | None] | None:
    """Kind, name and detail of what an event of the assistant tells."""
    kind = event.get("event")
    if kind == "bot":
        metadata = event.get("metadata") or {}
        response = str(metadata.get("utter_action") or "")
        wording = (metadata.get("metadata") or {}).get("wording")
        named = str(wording)[:20] if wording else None
        return (Kind.ANSWER, response[:_LONGEST_NAME], named) if response else None
    if kind == "active_loop":
        form = event.get("name")
        state = FormState.BEGUN if form else FormState.ENDED
        return Kind.FORM, str(form or "")[:_LONGEST_NAME], state.value
    if kind == "slot" and event.get("name") == "requested_slot":
        return Kind.FIELD, str(event.get("value") or "")[:_LONGEST_NAME], None
    return None


def _words(text: str) -> dict[str, Any]:
    if text.startswith("/"):
        return {"pressed": True, "text": None}
    return {"pressed": False, "text": without_references(text) or None}


def without_references(text: str) -> str:
    """The text with what leads from a placeholder to its value taken out of each."""
    for found in reversed(find_placeholders(text)):
        text = f"{text[: found.start]}<{found.kind}:{_VALUELESS}>{text[found.end :]}"
    return text
