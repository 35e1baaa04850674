"""The state of one's own application, from three identifiers and never fewer."""

from __future__ import annotations

import logging
from datetime import datetime, timezone
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.conversation import intent_of
from actions.values import IDENTIFIERS
from eligibility import Application, EligibilityStore, Found, Identity, Locked, Status
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code
from identifiers.vault import Vault
from knowledge.clock import MOROCCO, today

logger = logging.getLogger(__name__)

# The fund writes to the declared address next, or has just written.
AWAITS_EMAIL = frozenset({Status.DECLARED, Status.UNDER_VERIFICATION, Status.ACCEPTED})


class ActionTellApplication(Action):
    """Looks the application up once all three identifiers are there."""

    def name(self) -> str:
        return "action_tell_application"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if intent_of(tracker) == "track_application" and _given(tracker) == tracker.get_slot(
            "looked_up"
        ):
            # Asked again with nothing new: the same look-up would only use up a try.
            return [*_forgotten(tracker), FollowupAction("tracking_form")]
        identity = _identity(tracker)
        if identity is None:
            # The identifiers waited too long and are gone: ask again rather than guess.
            dispatcher.utter_message(response="utter_tracking_expired")
            return [SlotSet(slot, None) for slot in IDENTIFIERS]
        try:
            outcome = EligibilityStore.from_environment().look_up(
                identity, sender=tracker.sender_id, now=datetime.now(timezone.utc)
            )
        except SQLAlchemyError as error:
            # Its text would quote the statement's parameters.
            logger.error("the eligibility store cannot be read: %s", type(error).__name__)
            dispatcher.utter_message(response="utter_tracking_unavailable")
            return []
        events = _tell(outcome, dispatcher, tracker)
        if isinstance(outcome, Found):
            _remember(identity, outcome.application, tracker.sender_id)
        return events


class ActionForgetTracking(Action):
    """Leaves the tracking: the identifiers given so far are deleted."""

    def name(self) -> str:
        return "action_forget_tracking"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return _forgotten(tracker)


def _given(tracker: Tracker) -> str:
    """The placeholders of the three."""
    return " ".join(str(tracker.get_slot(slot)) for slot in IDENTIFIERS)


def _forgotten(tracker: Tracker) -> list[EventType]:
    """Delete what was given, in the vault and in the slots."""
    Vault.from_environment().forget(tracker.sender_id)
    return [SlotSet(slot, None) for slot in (*IDENTIFIERS, "looked_up")]


def _identity(tracker: Tracker) -> Identity | None:
    vault = Vault.from_environment()
    held = [vault.reveal(tracker.sender_id, str(tracker.get_slot(slot))) for slot in IDENTIFIERS]
    values = [one.value for one in held if one is not None]
    if len(values) < len(IDENTIFIERS):
        return None
    cin, massar_code, birth_date = values
    return Identity(
        normalise_cin(cin),
        normalise_massar_code(massar_code),
        read_birth_date(birth_date, today()),
    )


def _tell(outcome: object, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    after = [SlotSet("topic", "other")]
    if isinstance(outcome, Found):
        application = outcome.application
        variables = _application_variables(application)
        response = f"utter_application_{application.status.value}"
        dispatcher.utter_message(response=response, **variables)
        if application.email_hint and application.status in AWAITS_EMAIL:
            dispatcher.utter_message(response="utter_application_email", **variables)
        after = [
            SlotSet("topic", "application"),
            SlotSet("application_status", application.status.value),
        ]
    elif isinstance(outcome, Locked):
        left = outcome.until - datetime.now(timezone.utc)
        minutes = max(1, round(left.total_seconds() / 60))
        dispatcher.utter_message(response="utter_tracking_locked", minutes=str(minutes))
    else:
        # The three stay for half an hour, so that only the wrong one is typed again.
        dispatcher.utter_message(response="utter_application_not_found")
        return [SlotSet("looked_up", _given(tracker))]
    return [*_forgotten(tracker), *after]


def _remember(identity: Identity, application: Application, conversation: str) -> None:
    """For half an hour, whom the person may ask to be told of: a digest, no identifier."""
    person = EligibilityStore.from_environment().digests.person(identity)
    found = f"{person}|{application.academic_year}|{application.status.value}"
    Vault.from_environment().hold(conversation, "application", found)


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
