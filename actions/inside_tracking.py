"""What is said in the middle of the tracking form without being an identifier."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import tracking_misses
from actions.conversation import first_entity, intent_of, text_of
from actions.fallback import ActionAskWhich
from actions.values import IDENTIFIERS, ActionTakeValue
from identifiers import InvalidIdentifier, Reason
from identifiers.birth_date import read_birth_date
from knowledge.clock import today

UNSURE = "nlu_fallback"
# Questions that may name an identifier without being about the form's own question.
ASKS_ITSELF = frozenset({"ask_data_privacy", "ask_registration_card", "ask_claim_status"})
# A date in more words is part of a question.
MOST_WORDS_OF_A_DATE = 4
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
        if _why_no_date(tracker) not in (None, Reason.DATE_UNREADABLE):
            return _miss(dispatcher, tracker)
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
    reason = _why_no_date(tracker)
    response = tracking_misses.explanation(slot, reason) if reason else f"utter_invalid_{slot}"
    dispatcher.utter_message(response=response)
    return [SlotSet(name, count) for name, count in tracking_misses.one_more(tracker).items()]


def _why_no_date(tracker: Tracker) -> Reason | None:
    """What is wrong with a few words that answer "when were you born?", such as "le 5/3"."""
    text = text_of(tracker)
    if tracker.get_slot("requested_slot") != "birth_date":
        return None
    if len(text.split()) > MOST_WORDS_OF_A_DATE:
        return None
    try:
        read_birth_date(text, today())
    except InvalidIdentifier as problem:
        return problem.reason
    return None
