"""The call-back form: a number, that it is right, and a half day."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import phonenumbers
from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.opening_hours import short_day, told_day
from handover.hours import Span
from handover.hours_file import hours_from_environment
from handover.settings import TELEPHONE
from identifiers.vault import Vault
from knowledge.clock import MOROCCO
from knowledge.records import LANGUAGES

OFFERED = 3
_PAYLOAD = '/request_call_back{"call_back_time": "%s"}'
_NOON = 12


class ValidateCallBackForm(FormValidationAction):
    """The slots hold a placeholder, a yes and a half day's beginning, never a number."""

    def name(self) -> str:
        return "validate_call_back_form"

    def validate_call_back_number(
        self, value: str | None, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        """Another number than before has to be confirmed anew."""
        if value is None or number_behind(tracker, value) is None:
            dispatcher.utter_message(response="utter_invalid_call_back_number")
            value = None
        return {"call_back_number": value, "call_back_confirmed": None}

    def validate_call_back_confirmed(
        self, value: bool | None, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        """A number that is not right is asked for again."""
        if value is False:
            return {"call_back_number": None, "call_back_confirmed": None}
        return {"call_back_confirmed": value}

    def validate_call_back_time(
        self, value: str | None, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> dict[str, Any]:
        """One of the half days that can be had."""
        span = half_day(value)
        return {"call_back_time": key_of(span) if span else None}


class ActionAskCallBackNumber(Action):
    """Asks for the number."""

    def name(self) -> str:
        return "action_ask_call_back_form_call_back_number"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_ask_call_back_number")
        return []


class ActionAskCallBackConfirmed(Action):
    """Shows the last two digits only: all of it would stand in the conversation."""

    def name(self) -> str:
        return "action_ask_call_back_form_call_back_confirmed"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        number = number_behind(tracker, str(tracker.get_slot("call_back_number"))) or ""
        dispatcher.utter_message(response="utter_ask_call_back_confirmed", ending=ending(number))
        return []


class ActionAskCallBackTime(Action):
    """Offers the next half days in which agents work."""

    def name(self) -> str:
        return "action_ask_call_back_form_call_back_time"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        # No voice reads "ven. 27" well.
        spoken = tracker.get_latest_input_channel() == TELEPHONE
        options = [
            {"title": _title(span, domain, spoken), "payload": _PAYLOAD % key_of(span)}
            for span in itertools.islice(_half_days(), OFFERED)
        ]
        dispatcher.utter_message(response="utter_ask_call_back_time", options=options)
        return []


def number_behind(tracker: Tracker, placeholder: str) -> str | None:
    """The number as the telephone network writes it (E.164); None: gone, or none at all."""
    held = Vault.from_environment().reveal(tracker.sender_id, placeholder)
    if held is None:
        return None
    try:
        number = phonenumbers.parse(held.value, "MA")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def ending(number: str) -> str:
    """The last two digits."""
    return number[-2:]


def half_day(wanted: str | None) -> Span | None:
    """The half day that a button or a few words name, if agents work in it."""
    spans = list(itertools.islice(_half_days(), 14))
    tomorrow = (datetime.now(MOROCCO) + timedelta(days=1)).date()
    for span in spans:
        local = span.start.astimezone(MOROCCO)
        is_morning, is_tomorrow = local.hour < _NOON, local.date() == tomorrow
        fits = {
            "soon": True,
            "morning": is_morning,
            "afternoon": not is_morning,
            "tomorrow": is_tomorrow,
            "tomorrow_morning": is_tomorrow and is_morning,
            "tomorrow_afternoon": is_tomorrow and not is_morning,
        }
        if fits.get(str(wanted), key_of(span) == wanted):
            return span
    return None


def key_of(span: Span) -> str:
    """The day and whether it is the morning or the afternoon: it stays as the clock goes on."""
    local = span.start.astimezone(MOROCCO)
    return f"{local:%Y-%m-%d}T{'08:00' if local.hour < _NOON else '14:00'}"


def _half_days() -> Iterator[Span]:
    return hours_from_environment().half_days(datetime.now(timezone.utc))


def _title(span: Span, domain: dict[str, Any], spoken: bool) -> dict[str, str]:
    local = span.start.astimezone(MOROCCO)
    half = "morning" if local.hour < _NOON else "afternoon"
    day = told_day(local.date()) if spoken else short_day(local.date())
    said = texts_of(f"utter_call_back_half_day_{half}", domain)
    return {language: said[language].replace("{day}", day[language]) for language in LANGUAGES}


def texts_of(response: str, domain: dict[str, Any]) -> dict[str, str]:
    """A response of the domain that is part of another one, in both languages."""
    return {
        str(condition["value"]): str(one["text"])
        for one in domain["responses"][response]
        for condition in one["condition"]
        if condition["name"] == "language"
    }
