"""The date that answers hold for."""

from __future__ import annotations

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

MOROCCO = ZoneInfo("Africa/Casablanca")


def today() -> date:
    """The date in Morocco; `TAGHTIA_TODAY` (ISO) sets it, to see the answers of another day.

    Raises:
        ValueError: `TAGHTIA_TODAY` is not an ISO date.
    """
    chosen = os.environ.get("TAGHTIA_TODAY")
    if not chosen:
        return datetime.now(MOROCCO).date()
    try:
        return date.fromisoformat(chosen)
    except ValueError as error:
        raise ValueError("TAGHTIA_TODAY must be a date such as 2027-02-01") from error
