"""Settings of the analytics store, from the environment."""

from __future__ import annotations

import os
from datetime import timedelta

TEXT_DAYS = 30
COUNT_DAYS = 400
MOST_DAYS = 3_650


def is_on() -> bool:
    """`TAGHTIA_INSIGHTS`: `off` keeps no event at all.

    Raises:
        ValueError: it is neither `on` nor `off`.
    """
    given = os.environ.get("TAGHTIA_INSIGHTS") or "on"
    if given not in ("on", "off"):
        raise ValueError("TAGHTIA_INSIGHTS must be on or off")
    return given == "on"


def text_kept() -> timedelta:
    """`TAGHTIA_INSIGHTS_TEXT_DAYS`: after it words are deleted; 0: none are kept."""
    return timedelta(days=_days("TAGHTIA_INSIGHTS_TEXT_DAYS", TEXT_DAYS, 0))


def counts_kept() -> timedelta:
    """`TAGHTIA_INSIGHTS_DAYS`: after it nothing of a conversation is left."""
    return timedelta(days=_days("TAGHTIA_INSIGHTS_DAYS", COUNT_DAYS, 1))


def _days(variable: str, default: int, fewest: int) -> int:
    given = os.environ.get(variable)
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or not fewest <= int(given) <= MOST_DAYS:
        raise ValueError(
            f"{variable} must be a whole number of days from {fewest} to {MOST_DAYS},"
            f" such as {default}"
        )
    return int(given)
