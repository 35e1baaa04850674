"""Simulated hand-overs, with their waits."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from handover import Cause, HandoverStore, State, Summary
from handover.tables import handovers

CAUSES = {Cause.ASKED: 60, Cause.MISUNDERSTOOD: 22, Cause.GIVEN_UP: 9, Cause.COMPLAINT: 9}
ANSWERED = 0.83
MEDIAN_WAIT = 95.0


def simulate_helpline(store: HandoverStore, count: int, last: date, days: int, seed: int) -> None:
    """Put so many ended hand-overs into a store, in so many days until the last one."""
    random = Random(seed)
    first = datetime.combine(last - timedelta(days=days - 1), time())
    rows = [_handover(random, number, first, days) for number in range(count)]
    with store.engine.begin() as connection:
        connection.execute(handovers.insert(), rows)


def _handover(random: Random, number: int, first: datetime, days: int) -> dict[str, Any]:
    begun = first + timedelta(days=random.randrange(days), hours=random.uniform(9, 18))
    answered = random.random() < ANSWERED
    wait = timedelta(seconds=random.lognormvariate(0, 0.9) * MEDIAN_WAIT)
    cause = random.choices(list(CAUSES), list(CAUSES.values()))[0]
    return {
        "conversation": f"simulated {number}",
        "channel": "web",
        "language": random.choice(("fr", "ar")),
        "cause": cause.value,
        "summary": Summary().encode(),
        "priority": 1,
        "state": (State.CLOSED if answered else State.EXPIRED).value,
        "created_at": begun,
        "queued_at": begun,
        "answered_at": begun + wait if answered else None,
        "ended_at": begun + timedelta(hours=1),
    }
