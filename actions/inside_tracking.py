"""What is said in the middle of the tracking form without being an identifier."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import tracking_misses
from actions.conversation import first_entity, intent_of
from actions.fallback import ActionAskWhich
from actions.values import IDENTIFIERS, ActionTakeValue

UNSURE = "nlu_fallback"
# Questions that may name an identifier without being about the form's own question.
ASKS_ITSELF = frozenset({"ask_data_privacy", "ask_registration_card", "ask_claim_status"})
# In the middle of the form, what gives a town or a university goes on with its own topic.
NAMES = ("city", "university")


class ActionAnswerInsideForm(Action):
    """Answers what was said in the middle of the tracking; the form then goes on."""

    def name(self) -> str:
        return "action_answer_inside_form"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        intent = intent_of(tracker)
        if first_entity(tracker, "identifier_name") and (
            first_entity(tracker, "lack") or intent not in ASKS_ITSELF
        ):
            dispatcher.utter_message(response="utter_tracking_needs_all_three")
            return []
        response = f"utter_{intent}"
        if response in domain["responses"] and response != "utter_out_of_scope":
            dispatcher.utter_message(response=response)
            return []
        if intent == UNSURE:
            return ActionAskWhich().run(dispatcher, tracker, domain)
        if any(first_entity(tracker, name) for name in NAMES):
            return ActionTakeValue().run(dispatcher, tracker, domain)
        return _miss(dispatcher, tracker)


def _miss(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    slot = tracker.get_slot("requested_slot") or IDENTIFIERS[0]
    dispatcher.utter_message(response=f"utter_invalid_{slot}")
    return [SlotSet(name, count) for name, count in tracking_misses.one_more(tracker).items()]
