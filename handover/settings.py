"""Settings of the hand-over, from the environment."""

from __future__ import annotations

import os
from datetime import timedelta

from identifiers.settings import whole_number

# Channels that can say something without being asked; on the others nobody can be answered later.
PUSHING_CHANNELS = frozenset({"web", "whatsapp", "messenger", "telegram"})
WAIT_MINUTES = 60
KEEP_DAYS = 30


def external_helpdesk() -> bool:
    """Whether hand-overs go to another helpdesk (Chatwoot) in the place of our desk."""
    return bool(os.environ.get("TAGHTIA_CHATWOOT_URL"))


def longest_wait() -> timedelta:
    """`TAGHTIA_HANDOVER_WAIT_MINUTES`: after it a wait ends, and the student is told."""
    return timedelta(minutes=whole_number("TAGHTIA_HANDOVER_WAIT_MINUTES", WAIT_MINUTES))


def keeping() -> timedelta:
    """`TAGHTIA_HANDOVER_KEEP_DAYS`: after it the words of an ended talk are deleted."""
    return timedelta(days=whole_number("TAGHTIA_HANDOVER_KEEP_DAYS", KEEP_DAYS))
