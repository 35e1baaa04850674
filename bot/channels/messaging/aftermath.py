"""What becomes of a message after each outcome of its sending."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from bot.channels.messaging.outcome import Kind, Outcome

# Within which a platform that has a message reports it.
SETTLE = timedelta(seconds=60)
FIRST_WAIT, LONGEST_WAIT = 2.0, 600.0
MAX_TRIES = 12
OPERATOR_WAIT = timedelta(minutes=5)
# An answer is worth nothing later, and the platform's window for it is over.
MAX_AGE = timedelta(hours=23)


def after(outcome: Outcome, tries: int, created_at: datetime, at: datetime) -> dict[str, Any]:
    """State, earliest next try and error of a message, as the table's columns name them.

    Args:
        tries: how often it was tried, this time included.
        created_at: when it was queued; both moments are UTC without zone.
        at: the present.
    """
    error = None if outcome.code is None else str(outcome.code)
    kind = outcome.kind
    too_late = at - created_at > MAX_AGE
    if kind is Kind.SENT:
        return {"state": "sent", "error": None}
    if kind is Kind.WINDOW:
        return {"state": "parked", "error": error}
    if kind is Kind.OPERATOR and not too_late:
        return {"state": "waiting", "not_before": at + OPERATOR_WAIT, "error": error}
    if kind is Kind.UNKNOWN and tries < MAX_TRIES:
        return {"state": "unknown", "not_before": at + SETTLE, "error": error}
    if kind is Kind.RETRY and tries < MAX_TRIES and not too_late:
        wait = timedelta(seconds=outcome.wait or _back_off(tries))
        return {"state": "waiting", "not_before": at + wait, "error": error}
    return {"state": "failed", "error": error}


def _back_off(tries: int) -> float:
    """Seconds: twice as long each time, spread so that not all come back at once."""
    longest: float = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1))
    return random.uniform(longest / 2, longest)
