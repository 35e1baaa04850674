"""The hand-over to people: who waits, which agent has the talk, what was said, whom to call."""

from handover.records import CallBack, Handover, Line
from handover.states import Cause, Outcome, Speaker, State
from handover.store import HandoverStore
from handover.summary import Summary

__all__ = [
    "CallBack",
    "Cause",
    "Handover",
    "HandoverStore",
    "Line",
    "Outcome",
    "Speaker",
    "State",
    "Summary",
]
