"""Answers to the tracking form that cannot be the identifier asked for, counted in a row."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.values import IDENTIFIERS
from identifiers.vault import Vault
from identifiers.vault_store import VaultUnavailable

logger = logging.getLogger(__name__)

SLOT = "tracking_misses"
# `data/stories/tracking.yml` knows this number, too.
MOST = 3


def one_more(tracker: Tracker) -> dict[str, Any]:
    """The count after another miss, as a slot."""
    return {SLOT: min(MOST, float(tracker.get_slot(SLOT) or 0) + 1)}


def none_left(tracker: Tracker) -> bool:
    """Whether the form ends here and a person is offered."""
    return float(tracker.get_slot(SLOT) or 0) >= MOST


class ActionGiveUpTracking(Action):
    """After three misses in a row: deletes what was given and tells how to reach a person."""

    def name(self) -> str:
        return "action_give_up_tracking"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        try:
            Vault.from_environment().forget(tracker.sender_id)
        except VaultUnavailable as error:
            logger.error("what was given is deleted when its time is over: %s", error)
        dispatcher.utter_message(response="utter_tracking_given_up")
        dispatcher.utter_message(response="utter_request_human")
        return [SlotSet(slot, None) for slot in IDENTIFIERS] + [SlotSet(SLOT, 0.0)]
