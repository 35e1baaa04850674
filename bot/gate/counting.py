"""What the gate counts for the operators: messages let in, turns and how they ended."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from bot.answers.answer import Answer
from bot.gate.answered import AnsweredChannel
from telemetry.metrics import FALLBACKS, REFUSED, TURN_SECONDS, TURNS
from telemetry.tracing import span

APOLOGIES = frozenset({"utter_apology"})
SAYS_SO = {
    "utter_lost": "lost",
    "utter_lost_again": "lost",
    "utter_handover_lost": "lost",
    "utter_out_of_scope": "out_of_scope",
    "utter_which_topic": "asked_back",
}
# What the gate tells Rasa of a message that it keeps back.
_KEPT_BACK = ("/message_", "/action_failed")
NO_CHANNEL, NO_LANGUAGE = "none", "none"


def count_intake(channel: str | None, admitted: str) -> None:
    """Count a message that the gate kept back, by why."""
    if admitted.startswith(_KEPT_BACK):
        REFUSED.labels(channel or NO_CHANNEL, admitted[1:]).inc()


@contextmanager
def counted_turn(channel: str | None, answered: AnsweredChannel) -> Iterator[None]:
    """Time a turn, and count it by what the person was told in it."""
    began = time.perf_counter()
    with span("turn"):
        yield
    name = channel or NO_CHANNEL
    TURN_SECONDS.labels(name).observe(time.perf_counter() - began)
    said = [Answer.from_rasa(message) for message in answered.said]
    language = said[-1].language if said else NO_LANGUAGE
    TURNS.labels(name, language, _outcome(said, answered.with_agent)).inc()
    for answer in said:
        if answer.name in SAYS_SO:
            FALLBACKS.labels(SAYS_SO[answer.name]).inc()


def _outcome(said: list[Answer], with_agent: bool) -> str:
    if with_agent:
        return "agent"
    if not said or any(answer.name in APOLOGIES for answer in said):
        return "apology"
    return "answered"
