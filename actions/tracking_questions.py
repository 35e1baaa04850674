"""What the tracking form asks; before its first question, what becomes of the answers."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import tracking_misses

INTRODUCTION = "utter_tracking_intro"


class ActionAskCin(Action):
    """Asks for the number of the identity card."""

    def name(self) -> str:
        return "action_ask_tracking_form_cin"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return _ask("utter_ask_cin", dispatcher, tracker)


class ActionAskMassarCode(Action):
    """Asks for the student number."""

    def name(self) -> str:
        return "action_ask_tracking_form_massar_code"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return _ask("utter_ask_massar_code", dispatcher, tracker)


class ActionAskBirthDate(Action):
    """Asks for the date of birth."""

    def name(self) -> str:
        return "action_ask_tracking_form_birth_date"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return _ask("utter_ask_birth_date", dispatcher, tracker)


def _ask(question: str, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """The form's question; its first one comes with the introduction and a new count of misses."""
    if _said_in_form(tracker, INTRODUCTION):
        dispatcher.utter_message(response=question)
        return []
    dispatcher.utter_message(response=INTRODUCTION)
    dispatcher.utter_message(response=question)
    return [SlotSet(tracking_misses.SLOT, 0.0)]


def _said_in_form(tracker: Tracker, response: str) -> bool:
    """Whether a response was given since the form began."""
    for event in reversed(tracker.events):
        if event.get("event") == "active_loop" and event.get("name") is None:
            return False
        if (event.get("metadata") or {}).get("utter_action") == response:
            return True
    return False
