"""Answers to the tracking form that cannot be the identifier asked for, counted in a row."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.handing_over import hand_over
from actions.values import IDENTIFIERS
from handover import Cause
from identifiers import Reason
from identifiers.vault import Vault
from identifiers.vault_store import VaultUnavailable

logger = logging.getLogger(__name__)

SLOT = "tracking_misses"
MOST = 3
RESPONSE_BY_REASON = {
    Reason.CIN_LETTER_O: "utter_invalid_cin_letter_o",
    Reason.DATE_IMPOSSIBLE: "utter_birth_date_impossible",
    Reason.DATE_MONTH_FIRST: "utter_birth_date_month_first",
    Reason.DATE_FUTURE: "utter_birth_date_future",
    Reason.DATE_TOO_OLD: "utter_birth_date_too_old",
    Reason.DATE_NO_YEAR: "utter_birth_date_no_year",
}
GIVE_UP, LISTEN = "action_give_up_tracking", "action_listen"


def explanation(slot: str, reason: Reason) -> str:
    """The response that says why a text cannot be the identifier of a slot."""
    return RESPONSE_BY_REASON.get(reason, f"utter_invalid_{slot}")


def one_more(tracker: Tracker) -> dict[str, Any]:
    """The count after another miss, as a slot."""
    return {SLOT: min(MOST, float(tracker.get_slot(SLOT) or 0) + 1)}


def end_after_the_last(tracker: Tracker) -> list[EventType]:
    """Nothing while there are misses left; else the end of the form, and what is done then.

    No rule can tell this end of the form from the one where all three are there.
    """
    if float(tracker.get_slot(SLOT) or 0) < MOST:
        return []
    return [ActiveLoop(None), FollowupAction(GIVE_UP)]


class ActionGiveUpTracking(Action):
    """After three misses in a row: deletes what was given and hands over to a person."""

    def name(self) -> str:
        return GIVE_UP

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        try:
            Vault.from_environment().forget(tracker.sender_id)
        except VaultUnavailable as error:
            logger.error("what was given is deleted when its time is over: %s", error)
        dispatcher.utter_message(response="utter_tracking_given_up")
        hand_over(Cause.GIVEN_UP, dispatcher, tracker)
        forgotten = [SlotSet(slot, None) for slot in IDENTIFIERS]
        return [*forgotten, SlotSet(SLOT, 0.0), FollowupAction(LISTEN)]
