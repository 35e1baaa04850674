"""What the domain's responses and intents mean for the figures; tests hold them to the domain."""

from __future__ import annotations

# Not understood: the student has to say it otherwise.
LOST = frozenset({"utter_lost", "utter_lost_again", "utter_handover_lost"})
# "A or B?": understood half.
ASKED_BACK = frozenset({"utter_which_topic"})
# Understood as something that the assistant does not answer.
OUT_OF_SCOPE = frozenset({"utter_out_of_scope"})
# Something of ours did not work.
FAILED = frozenset(
    {
        "utter_apology",
        "utter_tracking_unavailable",
        "utter_tracking_expired",
        "utter_tracking_lost",
        "utter_application_unreachable",
        "utter_call_back_unavailable",
    }
)
# A person was asked for, offered or promised.
PERSON_INTENTS = frozenset({"request_human", "request_call_back"})
PERSON = frozenset(
    {
        "utter_request_human",
        "utter_lost_again",
        "utter_call_back_noted",
        "utter_tracking_given_up",
        "utter_tracking_locked",
    }
)
PERSON_PREFIX = "utter_handover_"
# What a look-up of one's own application came to, by the response that told it.
TRACKING = {
    "utter_application_declared": "declared",
    "utter_application_under_verification": "under_verification",
    "utter_application_accepted": "accepted",
    "utter_application_rejected_other_coverage": "rejected_other_coverage",
    "utter_application_incomplete": "incomplete",
    "utter_application_not_found": "not_found",
    "utter_tracking_locked": "locked",
    "utter_tracking_given_up": "given_up",
    "utter_tracking_unavailable": "unavailable",
    "utter_application_unreachable": "unavailable",
    "utter_tracking_no_data": "no_data",
}
# What somebody wants to know or to have done.
TOPIC_PREFIXES = ("ask_", "report_", "track_", "find_")
NO_TOPIC = frozenset({"ask_capabilities", "ask_about", "ask_next_step", "ask_source", "ask_notify"})


def is_topic(intent: str) -> bool:
    """Whether an intent asks something of the insurance."""
    return intent.startswith(TOPIC_PREFIXES) and intent not in NO_TOPIC


def is_person(response: str) -> bool:
    """Whether a response brings a person in."""
    return response in PERSON or response.startswith(PERSON_PREFIX)
