"""When the assistant is unsure, or lost."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import first_entity, ranked_intents, text_of
from actions.values import ActionTakeValue

OUT_OF_SCOPE = "out_of_scope"
NOT_A_CHOICE = frozenset({OUT_OF_SCOPE, "nlu_fallback", "inform", "affirm", "deny"})
MISSES_UNTIL_A_PERSON = 2
MOST_WORDS_OF_A_VALUE = 4


def gives_value(tracker: Tracker) -> bool:
    """Whether a few words that make no question name what was being talked about."""
    if len(text_of(tracker).split()) > MOST_WORDS_OF_A_VALUE:
        return False
    topic = tracker.get_slot("topic")
    named = first_entity(tracker, "city") or first_entity(tracker, "university")
    return topic == "find_office" or (topic == "university" and named is not None)


class ActionAskWhich(Action):
    """Two topics are as likely: "A or B?" with a button each."""

    def name(self) -> str:
        return "action_ask_which"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        topics = [name for name, _ in ranked_intents(tracker) if name not in NOT_A_CHOICE][:2]
        if len(topics) < 2:
            return ActionLost().run(dispatcher, tracker, domain)
        dispatcher.utter_message(
            response="utter_which_topic",
            first_topic=topics[0],
            second_topic=topics[1],
            options=[{"topic": topic} for topic in topics],
        )
        return []


class ActionLost(Action):
    """Not understood: topics to choose from; the second time in a row, a way to a person."""

    def name(self) -> str:
        return "action_lost"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if gives_value(tracker):
            return ActionTakeValue().run(dispatcher, tracker, domain)
        misses = float(tracker.get_slot("misses") or 0) + 1
        dispatcher.utter_message(response=_response(tracker, misses))
        return [SlotSet("misses", misses)]


def _response(tracker: Tracker, misses: float) -> str:
    if misses >= MISSES_UNTIL_A_PERSON:
        return "utter_lost_again"
    # Understood as something else altogether, or not understood at all.
    likeliest = next((name for name, _ in ranked_intents(tracker)), None)
    return "utter_out_of_scope" if likeliest == OUT_OF_SCOPE else "utter_lost"
