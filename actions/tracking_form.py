"""The tracking form: three identifiers, checked as they come, in any order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import first_entity, intent_of, value_before_this_message
from actions.fallback import ActionAskWhich
from actions.values import IDENTIFIERS, ActionTakeValue
from identifiers import InvalidIdentifier, Reason
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code
from identifiers.vault import Vault
from knowledge.clock import today

UNSURE = "nlu_fallback"
RESPONSE_BY_REASON = {
    Reason.CIN_LETTER_O: "utter_invalid_cin_letter_o",
    Reason.DATE_IMPOSSIBLE: "utter_birth_date_impossible",
    Reason.DATE_FUTURE: "utter_birth_date_future",
    Reason.DATE_NO_YEAR: "utter_birth_date_no_year",
}
# Questions that may name an identifier without being about the form's own question.
ASKS_ITSELF = frozenset({"ask_data_privacy", "ask_registration_card", "ask_claim_status"})
# In the middle of the form, what gives a town or a university goes on with its own topic.
NAMES = ("city", "university")


class ValidateTrackingForm(FormValidationAction):
    """Checks each identifier as it comes; the slots hold placeholders, never a value."""

    def name(self) -> str:
        return "validate_tracking_form"

    def validate_cin(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        return _validated("cin", value, normalise_cin, dispatcher, tracker)

    def validate_massar_code(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        return _validated("massar_code", value, normalise_massar_code, dispatcher, tracker)

    def validate_birth_date(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        def read(text: str) -> object:
            return read_birth_date(text, today())

        return _validated("birth_date", value, read, dispatcher, tracker)


class ActionAskCin(Action):
    """Asks for the card number; says once what the tracking needs and what becomes of it."""

    def name(self) -> str:
        return "action_ask_tracking_form_cin"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        introduced = _said_in_form(tracker, "utter_tracking_intro")
        dispatcher.utter_message(response="utter_ask_cin" if introduced else "utter_tracking_intro")
        return []


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
        slot = tracker.get_slot("requested_slot") or IDENTIFIERS[0]
        dispatcher.utter_message(response=f"utter_invalid_{slot}")
        return []


def _said_in_form(tracker: Tracker, response: str) -> bool:
    """Whether a response was given since the form began."""
    for event in reversed(tracker.events):
        if event.get("event") == "active_loop" and event.get("name") is None:
            return False
        if (event.get("metadata") or {}).get("utter_action") == response:
            return True
    return False


def _validated(
    slot: str,
    placeholder: str,
    normalise: Callable[[str], object],
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
) -> dict[str, Any]:
    held = Vault.from_environment().reveal(tracker.sender_id, placeholder)
    if held is None:
        return {slot: None}
    try:
        normalise(held.value)
    except InvalidIdentifier as problem:
        response = RESPONSE_BY_REASON.get(problem.reason, f"utter_invalid_{slot}")
        dispatcher.utter_message(response=response)
        return {slot: None}
    before = value_before_this_message(tracker, slot)
    if before not in (None, placeholder) and not _said_now(dispatcher, "utter_tracking_corrected"):
        dispatcher.utter_message(response="utter_tracking_corrected")
    return {slot: placeholder}


def _said_now(dispatcher: CollectingDispatcher, response: str) -> bool:
    return any(message.get("response") == response for message in dispatcher.messages)
