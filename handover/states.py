"""The words of the hand-over: states, causes, ends."""

from __future__ import annotations

from enum import Enum


class State(str, Enum):
    """Where a hand-over stands; the last three are final.

    `waiting`: for an agent; the assistant goes on answering. `taken`: an agent has the talk, and
    the assistant is silent. `on_call`: a caller is put through to the centre's telephone, and
    speaks with whoever answers it. `closed`: by the agent, or such a call is over. `expired`:
    nobody took it, or the agent's lease ran out. `abandoned`: the student did not want it any more.
    """

    WAITING = "waiting"
    TAKEN = "taken"
    ON_CALL = "on_call"
    CLOSED = "closed"
    EXPIRED = "expired"
    ABANDONED = "abandoned"


OPEN = (State.WAITING.value, State.TAKEN.value, State.ON_CALL.value)


class Cause(str, Enum):
    """Why a conversation goes to a person.

    `misunderstood`: twice in a row; `locked`: the tracking, after wrong tries; `given_up`: the
    tracking, which could not read what it was given.
    """

    ASKED = "asked"
    MISUNDERSTOOD = "misunderstood"
    LOCKED = "locked"
    GIVEN_UP = "given_up"
    COMPLAINT = "complaint"
    EMERGENCY = "emergency"


class Outcome(str, Enum):
    """How an agent closes a talk; `spoken`: nobody closed it, a call came to its end."""

    SOLVED = "solved"
    REFERRED = "referred"
    NO_REPLY = "no_reply"
    CALL_BACK = "call_back"
    INAPPROPRIATE = "inappropriate"
    SPOKEN = "spoken"


class Speaker(str, Enum):
    """Who a line of the transcript is from; a note is for agents only."""

    STUDENT = "student"
    ASSISTANT = "assistant"
    AGENT = "agent"
    SYSTEM = "system"
    NOTE = "note"


class Role(str, Enum):
    """What an account may do; a supervisor may do all that an agent may."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"


class CallState(str, Enum):
    """Where a call-back stands."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
