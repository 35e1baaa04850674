"""Whether what happens reaches the analytics store, where it goes there by this machine's spool."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta

from bot.doctor.finding import Finding, ok, warning
from identifiers.database import now
from insights.events import happened_at
from insights.queue import VARIABLE
from insights.settings import is_on
from insights.spool import Spool

# The consumer goes round every few seconds.
LATE = timedelta(minutes=10)
WHAT = "analytics"


def check_spool() -> Iterator[Finding]:
    """One finding; none where nothing is kept, or where RabbitMQ carries the events."""
    try:
        if not is_on() or os.environ.get(VARIABLE):
            return
        spool = Spool.from_environment()
        first = spool.first()
        since = happened_at(first) if first is not None else None
    except (OSError, ValueError) as error:
        yield warning(WHAT, f"not looked at: {type(error).__name__}")
        return
    if since is None or now() - since < LATE:
        yield ok(WHAT, "what happens is taken in")
        return
    size = spool.size() / (1 << 20)
    yield warning(
        WHAT,
        f"{size:.1f} MiB of events wait since {since:%d/%m/%Y %H:%M} UTC: they are taken in while"
        " bin/serve runs, or by `bin/taghtia insights consume`; its log says what stops it",
    )
