"""Handing the conversation to people: who is reached, and what the student hears of it."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timezone

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.opening_hours import told_hours, told_opening
from actions.story import story_of, summary_of
from handover import Cause, HandoverStore, State, Summary
from handover.availability import Availability, availability
from handover.hours_file import hours_from_environment
from handover.queue import Wish
from handover.settings import PUSHING_CHANNELS, TELEPHONE, transfer_target
from telemetry.metrics import HANDOVERS

logger = logging.getLogger(__name__)

# What is said before, where the person did not ask for an agent.
OPENINGS = {
    Cause.COMPLAINT: "utter_handover_complaint",
    Cause.MISUNDERSTOOD: "utter_handover_lost",
}
# What is said where this installation has nobody to hand over to.
WITHOUT_A_DESK = {
    Cause.ASKED: "utter_request_human",
    Cause.COMPLAINT: "utter_complain",
    Cause.MISUNDERSTOOD: "utter_lost_again",
    Cause.GIVEN_UP: "utter_request_human",
}


def hand_over(cause: Cause, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Put the conversation into the queue, or say how else a person can be reached."""
    HANDOVERS.labels(cause.value).inc()
    try:
        _hand_over(cause, dispatcher, tracker)
    except SQLAlchemyError as error:
        logger.error("the hand-over store cannot be used: %s", type(error).__name__)
        _say(WITHOUT_A_DESK.get(cause), dispatcher)


def _hand_over(cause: Cause, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    store = HandoverStore.from_environment()
    reach = availability(store, hours_from_environment())
    if _puts_through(cause, tracker):
        _transfer(store, reach, cause, dispatcher, tracker)
        return
    if reach is Availability.NONE:
        _say(WITHOUT_A_DESK.get(cause), dispatcher)
        return
    if reach is Availability.OPEN and tracker.get_latest_input_channel() in PUSHING_CHANNELS:
        _queue(store, cause, dispatcher, tracker)
    # In an emergency nothing may stand below the numbers to call.
    elif cause is not Cause.EMERGENCY:
        _say(OPENINGS.get(cause), dispatcher)
        _say_how_else(reach, dispatcher)


def _puts_through(cause: Cause, tracker: Tracker) -> bool:
    """Whether a caller can be put through now; in an emergency they are to call others."""
    on_telephone = tracker.get_latest_input_channel() == TELEPHONE
    wanted = on_telephone and cause is not Cause.EMERGENCY and transfer_target() is not None
    return wanted and hours_from_environment().is_open(datetime.now(timezone.utc))


def _transfer(
    store: HandoverStore,
    reach: Availability,
    cause: Cause,
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
) -> None:
    """Put a caller through; what was said waits at the desk, where there is one."""
    _say(OPENINGS.get(cause), dispatcher)
    if reach is Availability.NONE:
        _say("utter_handover_transfer_alone", dispatcher)
        return
    store.talks.enqueue(replace(_wish(cause, tracker), on_call=True))
    _say("utter_handover_transfer", dispatcher)


def _queue(
    store: HandoverStore, cause: Cause, dispatcher: CollectingDispatcher, tracker: Tracker
) -> None:
    before = store.talks.open_of(tracker.sender_id)
    _, ahead = store.talks.enqueue(_wish(cause, tracker))
    if cause is Cause.EMERGENCY:
        _say("utter_handover_emergency", dispatcher)
        return
    _say(OPENINGS.get(cause), dispatcher)
    known = before is not None and before.state is State.WAITING
    response = "utter_handover_already_queued" if known else "utter_handover_queued"
    hours = told_hours(hours_from_environment())
    dispatcher.utter_message(response=response, ahead=str(ahead), hours=hours)


def _wish(cause: Cause, tracker: Tracker) -> Wish:
    language = story_language(tracker)
    return Wish(
        tracker.sender_id,
        str(tracker.get_latest_input_channel()),
        language,
        cause,
        _summary(cause, tracker),
        story_of(tracker, language),
    )


def _summary(cause: Cause, tracker: Tracker) -> Summary:
    """What the tracking has come to in this very turn is no event yet."""
    summary = summary_of(tracker)
    if cause in (Cause.LOCKED, Cause.GIVEN_UP):
        return replace(summary, tracking=cause.value)
    return summary


def _say_how_else(reach: Availability, dispatcher: CollectingDispatcher) -> None:
    hours = hours_from_environment()
    opening = hours.next_opening(datetime.now(timezone.utc))
    if reach is Availability.CLOSED and opening is not None:
        told = {"hours": told_hours(hours), **told_opening(opening)}
        dispatcher.utter_message(response="utter_handover_closed_now", **told)
    elif reach is Availability.OPEN:
        dispatcher.utter_message(response="utter_handover_not_here")
    else:
        dispatcher.utter_message(response="utter_handover_nobody", hours=told_hours(hours))


def story_language(tracker: Tracker) -> str:
    """`fr` or `ar`, as the student's last answers were given."""
    slots = ("preferred_language", "language", "language_guess")
    known = (tracker.get_slot(slot) for slot in slots)
    return next((str(one) for one in known if one in ("fr", "ar")), "ar")


def _say(response: str | None, dispatcher: CollectingDispatcher) -> None:
    if response is not None:
        dispatcher.utter_message(response=response)
