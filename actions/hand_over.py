"""Asking for a person, and waiting no more."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.conversation import intent_of
from actions.handing_over import hand_over
from handover import Cause, HandoverStore

logger = logging.getLogger(__name__)

CAUSES = {"complain": Cause.COMPLAINT, "report_emergency": Cause.EMERGENCY}


class ActionHandOver(Action):
    """Hands the conversation to a person, or says how else one is reached."""

    def name(self) -> str:
        return "action_hand_over"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        hand_over(CAUSES.get(_intent(tracker), Cause.ASKED), dispatcher, tracker)
        return []


class ActionLeaveQueue(Action):
    """The person waits for an agent no more."""

    def name(self) -> str:
        return "action_leave_queue"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        try:
            left = HandoverStore.from_environment().talks.abandon(tracker.sender_id)
        except SQLAlchemyError as error:
            logger.error("the hand-over store cannot be used: %s", type(error).__name__)
            dispatcher.utter_message(response="utter_apology")
            return []
        response = "utter_handover_left" if left else "utter_handover_not_queued"
        dispatcher.utter_message(response=response)
        return []


def _intent(tracker: Tracker) -> str:
    """The message's own wish: in an emergency its numbers were told by an action before this."""
    first = str((tracker.latest_message.get("intent") or {}).get("name") or "")
    return first if first in CAUSES else intent_of(tracker)
