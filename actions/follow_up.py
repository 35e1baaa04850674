"""Short questions that hang on what was just told: "why?", "and now?", "what is missing?"."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.conversation import text_of

MOST_WORDS = 6
# What somebody asks who has just learnt the state of the application.
RESPONSE_BY_STATUS = {
    "declared": "utter_ask_verification",
    "under_verification": "utter_ask_verification",
    "accepted": "utter_ask_start_of_benefits",
    "rejected_other_coverage": "utter_ask_rejection",
    "incomplete": "utter_application_incomplete_why",
}


def response_to_follow_up(tracker: Tracker) -> str | None:
    """The response to a few words after the state of an application was told."""
    if tracker.get_slot("topic") != "application" or len(text_of(tracker).split()) > MOST_WORDS:
        return None
    return RESPONSE_BY_STATUS.get(str(tracker.get_slot("application_status")))
