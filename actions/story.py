"""What was said in a conversation until now, for the person who takes it over."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from handover import Speaker, Summary
from handover.transcript import Said
from identifiers.placeholders import replace_placeholders

HIDDEN = "•••"
MOST_LINES = 40
MOST_TOPICS, MOST_WISHES = 4, 3
# What somebody wants, unlike a greeting; the domain's other intents name no topic.
_TOPICS = ("ask_", "report_", "track_", "find_")
_NO_TOPIC = frozenset({"ask_capabilities", "ask_about", "ask_next_step", "ask_source"})
# What the tracking came to, by the response that told it.
_TRACKING = {
    "utter_tracking_locked": "locked",
    "utter_application_not_found": "not_found",
    "utter_tracking_given_up": "given_up",
    "utter_application_unreachable": "unreachable",
}
_STATE = "utter_application_"


def story_of(tracker: Tracker, language: str) -> list[Said]:
    """The last messages of student and assistant, without identifiers, in order."""
    said = []
    for event in tracker.events:
        text = str(event.get("text") or "")
        if event.get("event") == "user" and text:
            said.append(Said(Speaker.STUDENT, _readable(text), language))
        elif event.get("event") == "bot" and text:
            spoken = (_metadata(event).get("metadata") or {}).get("language") or language
            said.append(Said(Speaker.ASSISTANT, _readable(text), str(spoken)))
    return said[-MOST_LINES:]


def summary_of(tracker: Tracker) -> Summary:
    """What is known of the conversation, for the first look."""
    topics: dict[str, None] = {}
    wishes: list[str] = []
    tracking = None
    for event in tracker.events:
        if event.get("event") == "user":
            intent = _intent(event)
            if intent.startswith(_TOPICS) and intent not in _NO_TOPIC:
                topics.pop(intent, None)
                topics[intent] = None
            if event.get("text") and not str(event["text"]).startswith("/"):
                wishes.append(_readable(str(event["text"])))
        elif event.get("event") == "bot":
            tracking = _outcome(str(_metadata(event).get("utter_action") or "")) or tracking
    university = tracker.get_slot("university")
    return Summary(
        tuple(topics)[-MOST_TOPICS:],
        tuple(wishes[-MOST_WISHES:]),
        tracking,
        str(university) if university else None,
    )


def _outcome(response: str) -> str | None:
    if response in _TRACKING:
        return _TRACKING[response]
    state = response.removeprefix(_STATE)
    known = ("declared", "under_verification", "accepted", "rejected_other_coverage", "incomplete")
    return state if state in known else None


def _readable(text: str) -> str:
    """Without placeholders of identifiers; a button without what it carries."""
    pressed = text.split("{", 1)[0] if text.startswith("/") else text
    return replace_placeholders(pressed, HIDDEN)


def _intent(event: dict[str, Any]) -> str:
    parsed = event.get("parse_data") or {}
    return str((parsed.get("intent") or {}).get("name") or "")


def _metadata(event: dict[str, Any]) -> dict[str, Any]:
    return event.get("metadata") or {}
