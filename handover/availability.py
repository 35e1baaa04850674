"""Whether a person can be reached now, and if not, why."""

from __future__ import annotations

from datetime import datetime, timezone
from enum import Enum

from handover.hours import OpeningHours
from handover.settings import external_helpdesk
from handover.store import HandoverStore


class Availability(str, Enum):
    """`none`: this installation has no desk at all; `closed`: outside the hours; `nobody`: within
    them, but nobody is signed in who takes new talks."""

    OPEN = "open"
    CLOSED = "closed"
    NOBODY = "nobody"
    NONE = "none"


def availability(
    store: HandoverStore, hours: OpeningHours, at: datetime | None = None
) -> Availability:
    """What holds at a moment with time zone, by default now."""
    external = external_helpdesk()
    if not external and not store.accounts.any_enabled():
        return Availability.NONE
    if not hours.is_open(at or datetime.now(timezone.utc)):
        return Availability.CLOSED
    # Who is there at another helpdesk is not known here.
    if external or any(agent.ready for agent in store.sessions.present()):
        return Availability.OPEN
    return Availability.NOBODY
