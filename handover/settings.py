"""Settings of the hand-over, from the environment."""

from __future__ import annotations

import os
import re
from datetime import timedelta

from identifiers.settings import whole_number

# Channels that can say something without being asked; on the others nobody can be answered later.
PUSHING_CHANNELS = frozenset({"web", "whatsapp", "messenger", "telegram"})
# The one on which somebody is put through while they talk.
TELEPHONE = "telephone"
TRANSFER = "TAGHTIA_TELEPHONE_TRANSFER"
_NUMBER_OR_SIP = re.compile(r"\+\d{8,15}|sip:[^\s<>@]+@[^\s<>@]+")
WAIT_MINUTES = 60
KEEP_DAYS = 30


def external_helpdesk() -> bool:
    """Whether hand-overs go to another helpdesk (Chatwoot) in the place of our desk."""
    return bool(os.environ.get("TAGHTIA_CHATWOOT_URL"))


def transfer_target() -> str | None:
    """`TAGHTIA_TELEPHONE_TRANSFER`: whom a call is put through to, +212… or sip:…; None: nobody.

    Raises:
        ValueError: it is neither.
    """
    given = (os.environ.get(TRANSFER) or "").strip()
    if given and not _NUMBER_OR_SIP.fullmatch(given):
        raise ValueError(
            f"{TRANSFER} must be a number with + and the country's code, such as +212538002020, "
            "or an address such as sip:queue@centre.example"
        )
    return given or None


def longest_wait() -> timedelta:
    """`TAGHTIA_HANDOVER_WAIT_MINUTES`: after it a wait ends, and the student is told."""
    return timedelta(minutes=whole_number("TAGHTIA_HANDOVER_WAIT_MINUTES", WAIT_MINUTES))


def keeping() -> timedelta:
    """`TAGHTIA_HANDOVER_KEEP_DAYS`: after it the words of an ended talk are deleted."""
    return timedelta(days=whole_number("TAGHTIA_HANDOVER_KEEP_DAYS", KEEP_DAYS))
