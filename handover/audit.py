"""Who did what, and when; nothing of what was said."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from handover.tables import audit
from identifiers.database import now


def record(
    connection: Connection,
    action: str,
    *,
    agent: int | None = None,
    handover: int | None = None,
    call_back: int | None = None,
    detail: str | None = None,
) -> None:
    """Add a line in the transaction of the deed itself: neither is there without the other."""
    connection.execute(
        audit.insert().values(
            at=now(),
            agent_id=agent,
            action=action,
            handover_id=handover,
            call_back_id=call_back,
            detail=detail,
        )
    )
