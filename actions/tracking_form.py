"""The tracking form: three identifiers, checked as they come, in any order."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import tracking_misses
from actions.conversation import entity_values, value_before_this_message
from actions.values import IDENTIFIERS
from identifiers import InvalidIdentifier
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code
from identifiers.vault import Held, Vault
from identifiers.vault_store import VaultUnavailable
from knowledge.clock import today

logger = logging.getLogger(__name__)

LOST, CORRECTED = "utter_tracking_lost", "utter_tracking_corrected"


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
        self, value: str | None, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        return _validated("cin", value, normalise_cin, dispatcher, tracker)

    def validate_massar_code(
        self, value: str | None, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        return _validated("massar_code", value, normalise_massar_code, dispatcher, tracker)

    def validate_birth_date(
        self, value: str | None, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        def read(text: str) -> object:
            return read_birth_date(text, today())

        return _validated("birth_date", value, read, dispatcher, tracker)


def _validated(
    slot: str,
    placeholder: str | None,
    normalise: Callable[[str], object],
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
) -> dict[str, Any]:
    """The slot as it is from now on."""
    if placeholder is None:
        return {slot: None}
    held = [_revealed(tracker, one) for one in _alike(slot, placeholder, tracker)]
    if None in held:
        _say_once(LOST, dispatcher)
        return {slot: None}
    refusal = _refusal(slot, [one.value for one in held if one], normalise)
    if refusal:
        dispatcher.utter_message(response=refusal)
        return {slot: None, **tracking_misses.one_more(tracker)}
    if value_before_this_message(tracker, slot) not in (None, placeholder):
        _say_once(CORRECTED, dispatcher)
    return {slot: placeholder, tracking_misses.SLOT: 0.0}


def _alike(slot: str, placeholder: str, tracker: Tracker) -> list[str]:
    """The placeholder, and the others of its kind in the same message: Rasa keeps the last one."""
    alike = list(entity_values(tracker, slot))
    return alike if placeholder in alike else [placeholder]


def _refusal(slot: str, values: list[str], normalise: Callable[[str], object]) -> str | None:
    """The response that says what is wrong with the values, which should all be one identifier."""
    try:
        different = {normalise(value) for value in values}
    except InvalidIdentifier as problem:
        return tracking_misses.explanation(slot, problem.reason)
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
