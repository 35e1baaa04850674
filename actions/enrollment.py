"""The walk through the enrolment, a step at a time."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import entity_values, is_wished
from actions.follow_up import response_to_follow_up

LAST_STEP = 4
# Value of the entity `step_done` → number of that step.
STEPS_DONE = {"declared": 1, "verified": 2, "accepted": 3}
# What the message asks about by itself is not said to be done.
ASKED_ABOUT = {
    "declared": "ask_declaration",
    "verified": "ask_verification",
    "accepted": "ask_notification_email",
}


class ActionNextStep(Action):
    """Tells the step after the one that the message says is done, or that was told before."""

    def name(self) -> str:
        return "action_next_step"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        follow_up = response_to_follow_up(tracker)
        if follow_up:
            dispatcher.utter_message(response=follow_up)
            return []
        reached = _step_done(tracker) or tracker.get_slot("enrollment_step")
        if reached is None:
            dispatcher.utter_message(response="utter_ask_next_step")
            return []
        step = int(reached) + 1
        if step > LAST_STEP:
            dispatcher.utter_message(response="utter_steps_done")
            return [SlotSet("enrollment_step", None)]
        dispatcher.utter_message(response=f"utter_step_{step}")
        return [SlotSet("enrollment_step", float(step)), SlotSet("topic", "enrollment")]


def _step_done(tracker: Tracker) -> int | None:
    """The furthest step that the message says is done."""
    said = entity_values(tracker, "step_done")
    done = (STEPS_DONE[value] for value in said if not is_wished(tracker, ASKED_ABOUT[value]))
    return next(done, None)
