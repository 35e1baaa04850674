"""When the assistant is unsure, or lost."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import first_entity, ranked_intents, text_of
from actions.follow_up import response_to_follow_up
from actions.handing_over import hand_over
from actions.values import IDENTIFIERS, ActionTakeValue
from handover import Cause
from knowledge import load_knowledge

OUT_OF_SCOPE = "out_of_scope"
MISSES_UNTIL_A_PERSON = 2
MOST_WORDS_OF_A_VALUE = 4
# "centre ville" beside a town; three more say something of their own.
MOST_WORDS_BESIDE = 2
VALUES = ("city", "university", "care_topic", *IDENTIFIERS)


def gives_value(tracker: Tracker) -> bool:
    """Whether a few words answer what was asked, or are a place, a university or an identifier."""
    text = text_of(tracker)
    if len(text.split()) > MOST_WORDS_OF_A_VALUE:
        return False
    asked = tracker.get_slot("awaiting") in ("place", "university")
    named = any(first_entity(tracker, entity) for entity in VALUES)
    alone = len(_beside_values(tracker).split()) <= MOST_WORDS_BESIDE
    return bool(asked or (named and alone) or load_knowledge().places.is_name(text))


def _beside_values(tracker: Tracker) -> str:
    """The latest message without what it names."""
    text = text_of(tracker)
    for found in tracker.latest_message.get("entities") or []:
        if found.get("entity") in VALUES:
            start, end = found["start"], found["end"]
            text = text[:start] + " " * (end - start) + text[end:]
    return text


class ActionAskWhich(Action):
    """Two topics are as likely: "A or B?" with a button each."""

    def name(self) -> str:
        return "action_ask_which"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        ranked = (name for name, _ in ranked_intents(tracker))
        topics = [name for name in ranked if _has_title(name, domain)][:2]
        if len(topics) < 2 or gives_value(tracker) or response_to_follow_up(tracker):
            return ActionLost().run(dispatcher, tracker, domain)
        dispatcher.utter_message(
            response="utter_which_topic",
            first_topic=topics[0],
            second_topic=topics[1],
            options=[{"topic": topic} for topic in topics],
        )
        return []


class ActionLost(Action):
    """Not understood: topics to choose from; the second time in a row, to a person."""

    def name(self) -> str:
        return "action_lost"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if gives_value(tracker):
            return ActionTakeValue().run(dispatcher, tracker, domain)
        follow_up = response_to_follow_up(tracker)
        if follow_up:
            dispatcher.utter_message(response=follow_up)
            return []
        misses = float(tracker.get_slot("misses") or 0) + 1
        if misses >= MISSES_UNTIL_A_PERSON:
            hand_over(Cause.MISUNDERSTOOD, dispatcher, tracker)
        else:
            dispatcher.utter_message(response=_response(tracker))
        return [SlotSet("misses", misses)]


def _response(tracker: Tracker) -> str:
    # Understood as something else altogether, or not understood at all.
    likeliest = next((name for name, _ in ranked_intents(tracker)), None)
    return "utter_out_of_scope" if likeliest == OUT_OF_SCOPE else "utter_lost"


def _has_title(intent: str, domain: dict[str, Any]) -> bool:
    """Whether a button can offer the topic: its response bears a title."""
    variations = domain["responses"].get(f"utter_{intent}") or []
    return any((one.get("metadata") or {}).get("title") for one in variations)
