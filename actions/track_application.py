"""Where the tracking begins, and where more is told of what was just told."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions import told
from actions.application import tell_detail
from actions.conversation import first_entity, text_of
from actions.follow_up import MOST_WORDS, RESPONSE_BY_STATUS
from actions.tracking import FORM, forgotten, unavailable
from eligibility import EligibilityStore
from identifiers.vault import Vault

WHY = "why"


class ActionTrackApplication(Action):
    """Begins the tracking, or tells more of what was just told.

    Where there is nothing to look anything up in, says so and asks for no identifier.
    """

    def name(self) -> str:
        return "action_track_application"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        detail = first_entity(tracker, "application_detail")
        cause = _cause(tracker) if detail == WHY else None
        if cause:
            dispatcher.utter_message(response=cause)
            return [SlotSet("topic", "application")]
        before = _told_before(tracker) if detail and detail != WHY else None
        if detail and before:
            tell_detail(before, detail, dispatcher)
            return [SlotSet("topic", "application")]
        try:
            has_data = EligibilityStore.from_environment().has_data()
        except SQLAlchemyError as error:
            return unavailable(error, dispatcher)
        if has_data:
            return [FollowupAction(FORM)]
        dispatcher.utter_message(response="utter_tracking_no_data")
        return forgotten(tracker)


def _cause(tracker: Tracker) -> str | None:
    """The response to a short "why?" on the state that was told, if one was."""
    if len(text_of(tracker).split()) > MOST_WORDS:
        return None
    return RESPONSE_BY_STATUS.get(str(tracker.get_slot("application_status")))


def _told_before(tracker: Tracker) -> told.Told | None:
    reference = tracker.get_slot(told.SLOT)
    if reference is None:
        return None
    return told.recall(Vault.from_environment(), tracker.sender_id, str(reference))
