"""Care: which sheet, and what is covered."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import first_entity

CARE_TYPES = frozenset({"ordinary", "dental", "chronic"})
CARE_TOPICS = frozenset(
    {
        "consultation",
        "dental",
        "glasses",
        "hospital",
        "maternity",
        "medicine",
        "mental_health",
        "tests",
    }
)
ELIGIBILITY_CASES = frozenset(
    {
        "age",
        "family",
        "foreign",
        "military",
        "ofppt",
        "parents_cover",
        "private",
        "tadamon",
        "working",
    }
)


def care_type_response(care_type: str | None) -> str:
    """The response on the care sheet for `ordinary`, `dental` or `chronic` care."""
    if care_type in CARE_TYPES:
        return f"utter_claim_form_{care_type}"
    return "utter_ask_claim_form"


def _detail(tracker: Tracker, entity: str, known: frozenset[str], prefix: str) -> str | None:
    value = first_entity(tracker, entity)
    return f"{prefix}_{value}" if value in known else None


class ActionClaimForm(Action):
    """Which care sheet, and what to write on it."""

    def name(self) -> str:
        return "action_claim_form"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        dispatcher.utter_message(response=care_type_response(first_entity(tracker, "care_type")))
        return []


class ActionCoverage(Action):
    """What is covered and at what rate, for the kind of care named or in all."""

    def name(self) -> str:
        return "action_coverage"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        detail = _detail(tracker, "care_topic", CARE_TOPICS, "utter_coverage")
        dispatcher.utter_message(response=detail or "utter_ask_coverage")
        return []


class ActionEligibility(Action):
    """Who is entitled, for the case named or in all."""

    def name(self) -> str:
        return "action_eligibility"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        detail = _detail(tracker, "eligibility_case", ELIGIBILITY_CASES, "utter_eligibility")
        dispatcher.utter_message(response=detail or "utter_ask_eligibility")
        return []
