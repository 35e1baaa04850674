"""What servers must share before there can be several."""

from __future__ import annotations

from collections.abc import Callable

from bot.outbox.announcing import redis_url
from bot.outbox.database import outbox_url
from eligibility.engine import database_url
from handover.database import handover_url
from identifiers.state import database_address
from identifiers.vault import vault_url
from insights.database import insights_url

_DATABASE = "postgresql://USER@HOST/NAME"
_STORES: dict[str, Callable[[], str]] = {
    "TAGHTIA_DATABASE_URL": database_url,
    "TAGHTIA_HANDOVER_URL": handover_url,
    "TAGHTIA_INSIGHTS_URL": insights_url,
    "TAGHTIA_OUTBOX_URL": outbox_url,
    "TAGHTIA_TRACKER_URL": lambda: database_address("TAGHTIA_TRACKER_URL", "tracker.db"),
}


def check_shared() -> None:
    """See whether all stores can be shared.

    Raises:
        ValueError: one is a file of this machine, or none; names each and the mend.
    """
    missing = [
        f"{variable}={_DATABASE}"
        for variable, url in _STORES.items()
        if not url().startswith("postgresql")
    ]
    if vault_url().startswith("sqlite"):
        missing.append("TAGHTIA_VAULT_URL=redis://HOST:6379/0")
    if redis_url() is None:
        missing.append("TAGHTIA_REDIS_URL=redis://HOST:6379/0")
    if missing:
        raise ValueError("several servers share their stores; also set " + " ".join(missing))
