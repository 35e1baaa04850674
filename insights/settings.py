"""Settings of the analytics store, from the environment."""

from __future__ import annotations

import os
from datetime import timedelta

from identifiers.settings import whole_number

TEXT_DAYS = 30
COUNT_DAYS = 400


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
    return timedelta(days=whole_number("TAGHTIA_INSIGHTS_TEXT_DAYS", TEXT_DAYS, least=0))


def counts_kept() -> timedelta:
    """`TAGHTIA_INSIGHTS_DAYS`: after it nothing of a conversation is left."""
    return timedelta(days=whole_number("TAGHTIA_INSIGHTS_DAYS", COUNT_DAYS))
