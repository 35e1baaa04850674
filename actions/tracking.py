"""The state of one's own application, from three identifiers and never fewer."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions import told
from actions.application import is_past, tell_found
from actions.conversation import asker_of, intent_of
from actions.handing_over import hand_over
from actions.values import IDENTIFIERS
from eligibility import (
    EligibilityStore,
    Found,
    Identity,
    Locked,
    NotFound,
    Outcome,
    Unreachable,
)
from handover import Cause
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code
from identifiers.vault import Vault
from knowledge.clock import MOROCCO, today
from telemetry.metrics import TRACKING

logger = logging.getLogger(__name__)

FORM = "tracking_form"
OUTCOMES = {
    Found: "found",
    Locked: "locked",
    NotFound: "not_found",
    Unreachable: "unreachable",
}
# A look-up may wait seconds for the remote source: in the action server's own thread everybody
# else would wait with it.
_LOOK_UPS = ThreadPoolExecutor(max_workers=32, thread_name_prefix="look-up")


class ActionTellApplication(Action):
    """Looks the application up once all three identifiers are there."""

    def name(self) -> str:
        return "action_tell_application"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if intent_of(tracker) == "track_application" and _given(tracker) == tracker.get_slot(
            "looked_up"
        ):
            # Asked again with nothing new: the same look-up would only use up a try.
            return [*forgotten(tracker), FollowupAction(FORM)]
        identity = _identity(tracker)
        if identity is None:
            # The identifiers waited too long and are gone: ask again rather than guess.
            dispatcher.utter_message(response="utter_tracking_expired")
            return [SlotSet(slot, None) for slot in IDENTIFIERS]
        loop = asyncio.get_running_loop()
        try:
            asking = (identity, tracker.sender_id, asker_of(tracker))
            outcome = await loop.run_in_executor(_LOOK_UPS, _look_up, *asking)
        except SQLAlchemyError as error:
            TRACKING.labels("failed").inc()
            return unavailable(error, dispatcher)
        TRACKING.labels(OUTCOMES[type(outcome)]).inc()
        if isinstance(outcome, Locked):
            return _tell_locked(outcome, dispatcher, tracker)
        return _tell(outcome, dispatcher, tracker)


class ActionForgetTracking(Action):
    """Leaves the tracking: the identifiers given so far are deleted."""

    def name(self) -> str:
        return "action_forget_tracking"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return forgotten(tracker)


def _look_up(identity: Identity, sender: str, asker: str | None) -> Outcome:
    store = EligibilityStore.from_environment()
    return store.look_up(identity, sender, datetime.now(timezone.utc), asker)


def unavailable(error: SQLAlchemyError, dispatcher: CollectingDispatcher) -> list[EventType]:
    """Say that the store does not answer; what was given stays for another try."""
    # Its text would quote the statement's parameters.
    logger.error("the eligibility store cannot be read: %s", type(error).__name__)
    dispatcher.utter_message(response="utter_tracking_unavailable")
    return []


def _given(tracker: Tracker) -> str:
    """The placeholders of the three."""
    return " ".join(str(tracker.get_slot(slot)) for slot in IDENTIFIERS)


def forgotten(tracker: Tracker) -> list[EventType]:
    """Delete what was given and what was told, in the vault and in the slots."""
    Vault.from_environment().forget(tracker.sender_id)
    return [SlotSet(slot, None) for slot in (*IDENTIFIERS, "looked_up", told.SLOT)]


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


def _tell(outcome: Outcome, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    if isinstance(outcome, Found):
        return _tell_found(outcome, dispatcher, tracker)
    # The three stay for half an hour, so that only the wrong one is typed again, or none.
    if isinstance(outcome, Unreachable):
        dispatcher.utter_message(response="utter_application_unreachable")
        return []
    dispatcher.utter_message(response="utter_application_not_found")
    return [SlotSet("looked_up", _given(tracker))]


def _tell_locked(
    locked: Locked, dispatcher: CollectingDispatcher, tracker: Tracker
) -> list[EventType]:
    """Until when, and on to a person."""
    until = locked.until.astimezone(MOROCCO).strftime("%d/%m/%Y %H:%M")
    dispatcher.utter_message(response="utter_tracking_locked", until=until)
    hand_over(Cause.LOCKED, dispatcher, tracker)
    return [*forgotten(tracker), SlotSet("topic", "other")]


def _tell_found(
    found: Found, dispatcher: CollectingDispatcher, tracker: Tracker
) -> list[EventType]:
    now_told = tell_found(found, dispatcher, today(), tracker.get_latest_input_channel())
    wiped = forgotten(tracker)
    reference = told.keep(now_told, Vault.from_environment(), tracker.sender_id)
    application = now_told.application
    # "And now?" after an older year is no question about that year's state.
    status = None if is_past(application, today()) else application.status.value
    return [
        *wiped,
        SlotSet(told.SLOT, reference),
        SlotSet("topic", "application"),
        SlotSet("application_status", status),
    ]
