"""The state of one's own application, from three identifiers and never fewer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.conversation import intent_of
from eligibility import Application, EligibilityStore, Found, Identity, Locked
from identifiers import InvalidIdentifier, Reason
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code
from identifiers.vault import Vault
from knowledge.clock import MOROCCO, today

logger = logging.getLogger(__name__)

SLOTS = ("cin", "massar_code", "birth_date")
RESPONSE_BY_REASON = {
    Reason.CIN_LETTER_O: "utter_invalid_cin_letter_o",
    Reason.DATE_IMPOSSIBLE: "utter_birth_date_impossible",
    Reason.DATE_FUTURE: "utter_birth_date_future",
    Reason.DATE_NO_YEAR: "utter_birth_date_no_year",
}


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
        if not _said_in_form(tracker, "utter_tracking_intro"):
            dispatcher.utter_message(response="utter_tracking_intro")
        else:
            dispatcher.utter_message(response="utter_ask_cin")
        return []


class ActionTellApplication(Action):
    """Looks the application up once all three identifiers are there."""

    def name(self) -> str:
        return "action_tell_application"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        identity = _identity(tracker)
        if identity is None:
            # The identifiers waited too long and are gone: ask again rather than guess.
            dispatcher.utter_message(response="utter_tracking_expired")
            return [SlotSet(slot, None) for slot in SLOTS]
        try:
            outcome = EligibilityStore.from_environment().look_up(
                identity, sender=tracker.sender_id, now=datetime.now(timezone.utc)
            )
        except SQLAlchemyError as error:
            # Its text would quote the statement's parameters.
            logger.error("the eligibility store cannot be read: %s", type(error).__name__)
            dispatcher.utter_message(response="utter_tracking_unavailable")
            return []
        return _tell(outcome, dispatcher, tracker)


class ActionForgetTracking(Action):
    """Leaves the tracking: the identifiers given so far are deleted."""

    def name(self) -> str:
        return "action_forget_tracking"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        Vault.from_environment().forget(tracker.sender_id)
        return [SlotSet(slot, None) for slot in SLOTS]


class ActionAnswerInsideForm(Action):
    """Answers a question asked in the middle of the tracking; the form then goes on."""

    def name(self) -> str:
        return "action_answer_inside_form"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        response = f"utter_{intent_of(tracker)}"
        if response not in domain["responses"]:
            slot = tracker.get_slot("requested_slot") or SLOTS[0]
            response = f"utter_invalid_{slot}"
        dispatcher.utter_message(response=response)
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
    return {slot: placeholder}


def _identity(tracker: Tracker) -> Identity | None:
    vault = Vault.from_environment()
    held = [vault.reveal(tracker.sender_id, str(tracker.get_slot(slot))) for slot in SLOTS]
    values = [one.value for one in held if one is not None]
    if len(values) < len(SLOTS):
        return None
    cin, massar_code, birth_date = values
    return Identity(
        normalise_cin(cin),
        normalise_massar_code(massar_code),
        read_birth_date(birth_date, today()),
    )


def _tell(outcome: object, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    if isinstance(outcome, Found):
        application = outcome.application
        dispatcher.utter_message(
            response=f"utter_application_{application.status.value}",
            **_application_variables(application),
        )
    elif isinstance(outcome, Locked):
        left = outcome.until - datetime.now(timezone.utc)
        minutes = max(1, round(left.total_seconds() / 60))
        dispatcher.utter_message(response="utter_tracking_locked", minutes=str(minutes))
    else:
        # The three stay for half an hour, so that only the wrong one is typed again.
        dispatcher.utter_message(response="utter_application_not_found")
        return []
    Vault.from_environment().forget(tracker.sender_id)
    return [*(SlotSet(slot, None) for slot in SLOTS), SlotSet("topic", "other")]


def _application_variables(application: Application) -> dict[str, Any]:
    return {
        "university": application.university,
        "academic_year": application.academic_year,
        "since": _day(application.since),
        "as_of": _day(application.as_of),
        "email_hint": application.email_hint or "",
    }


def _day(moment: datetime) -> str:
    return moment.astimezone(MOROCCO).strftime("%d/%m/%Y")
