"""The tracking form: three identifiers, checked as they come, in any order."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import tracking_misses
from actions.conversation import value_before_this_message
from actions.values import IDENTIFIERS
from identifiers import InvalidIdentifier, Reason
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code
from identifiers.vault import Held, Vault
from identifiers.vault_store import VaultUnavailable
from knowledge.clock import today

logger = logging.getLogger(__name__)

LOST, CORRECTED = "utter_tracking_lost", "utter_tracking_corrected"
RESPONSE_BY_REASON = {
    Reason.CIN_LETTER_O: "utter_invalid_cin_letter_o",
    Reason.DATE_IMPOSSIBLE: "utter_birth_date_impossible",
    Reason.DATE_MONTH_FIRST: "utter_birth_date_month_first",
    Reason.DATE_FUTURE: "utter_birth_date_future",
    Reason.DATE_TOO_OLD: "utter_birth_date_too_old",
    Reason.DATE_NO_YEAR: "utter_birth_date_no_year",
}


class ValidateTrackingForm(FormValidationAction):
    """Checks each identifier as it comes; the slots hold placeholders, never a value."""

    def name(self) -> str:
        return "validate_tracking_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        new = tracker.slots_to_validate()
        try:
            events = await super().run(dispatcher, tracker, domain)
            if new:
                events += _lost(dispatcher, tracker)
        except VaultUnavailable as error:
            logger.error("identifiers cannot be read: %s", error)
            dispatcher.utter_message(response="utter_tracking_unavailable")
            return [ActiveLoop(None), FollowupAction(tracking_misses.LISTEN)]
        return [*events, *tracking_misses.end_after_the_last(tracker)]

    def validate_cin(
        self, value: object, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        return _validated("cin", value, normalise_cin, dispatcher, tracker)

    def validate_massar_code(
        self, value: object, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        return _validated("massar_code", value, normalise_massar_code, dispatcher, tracker)

    def validate_birth_date(
        self, value: object, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        def read(text: str) -> object:
            return read_birth_date(text, today())

        return _validated("birth_date", value, read, dispatcher, tracker)


def _validated(
    slot: str,
    given: object,
    normalise: Callable[[str], object],
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
) -> dict[str, Any]:
    """The slot as it is from now on; `given` is a placeholder, or a list of several."""
    if given is None:
        return {slot: None}
    placeholders = [str(one) for one in (given if isinstance(given, list) else [given])]
    held = [_revealed(tracker, placeholder) for placeholder in placeholders]
    if None in held:
        _say_once(LOST, dispatcher)
        return {slot: None}
    refusal = _refusal(slot, [one.value for one in held if one], normalise)
    if refusal:
        dispatcher.utter_message(response=refusal)
        return {slot: None, **tracking_misses.one_more(tracker)}
    placeholder = placeholders[0]
    if value_before_this_message(tracker, slot) not in (None, placeholder):
        _say_once(CORRECTED, dispatcher)
    return {slot: placeholder, tracking_misses.SLOT: 0.0}


def _refusal(slot: str, values: list[str], normalise: Callable[[str], object]) -> str | None:
    """The response that says what is wrong with the values, which should all be one identifier."""
    try:
        different = {normalise(value) for value in values}
    except InvalidIdentifier as problem:
        return RESPONSE_BY_REASON.get(problem.reason, f"utter_invalid_{slot}")
    return f"utter_several_{slot}" if len(different) > 1 else None


def _lost(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Empties the slots whose value the vault no longer has, so that the form asks again."""
    filled = [slot for slot in IDENTIFIERS if tracker.get_slot(slot) is not None]
    lost = [slot for slot in filled if _revealed(tracker, str(tracker.get_slot(slot))) is None]
    if lost:
        _say_once(LOST, dispatcher)
    return [SlotSet(slot, None) for slot in lost]


def _revealed(tracker: Tracker, placeholder: str) -> Held | None:
    return Vault.from_environment().reveal(tracker.sender_id, placeholder)


def _say_once(response: str, dispatcher: CollectingDispatcher) -> None:
    if all(message.get("response") != response for message in dispatcher.messages):
        dispatcher.utter_message(response=response)
