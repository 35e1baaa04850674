"""Hand-overs that another helpdesk has: its ticket, and how far it has been told."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.sql import ColumnElement

from handover.records import Handover
from handover.states import OPEN
from handover.tables import handovers
from identifiers.database import now, reading

CLAIM = timedelta(seconds=60)
PAUSE, LONG_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
AT_ONCE = 20


class External:
    """Every call is a transaction of its own. A ticket is kept as `NUMBER:REST`."""

    LEASE = timedelta(hours=1)

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim_some(self) -> list[Handover]:
        """Open hand-overs of which something is not told yet, for this server alone for a while."""
        at = now()
        free = or_(handovers.c.external_until.is_(None), handovers.c.external_until <= at)
        untold = or_(
            handovers.c.external_id.is_(None),
            handovers.c.external_line < handovers.c.last_line,
        )
        wanted = and_(handovers.c.state.in_(OPEN), free, untold)
        with reading(self._engine) as connection:
            query = select(handovers.c.id).where(wanted).order_by(handovers.c.id).limit(AT_ONCE)
            ids = connection.execute(query).scalars().all()
        return [talk for one in ids if (talk := self._claim(one, wanted)) is not None]

    def opened(self, handover_id: int, ticket: str) -> None:
        """The helpdesk has made a ticket."""
        self._set(handover_id, external_id=ticket)

    def sent(self, handover_id: int, number: int) -> None:
        """The helpdesk has a line, and all before it."""
        self._set(handover_id, external_line=number)

    def release(self, handover_id: int) -> None:
        """Nothing is left to tell for now."""
        self._set(handover_id, external_until=None)

    def postpone(self, handover_id: int, passing: bool) -> None:
        """It failed: again in a moment, or later where it will hardly pass by itself."""
        self._set(handover_id, external_until=now() + (PAUSE if passing else LONG_PAUSE))

    def of_ticket(self, number: int) -> Handover | None:
        """The open hand-over of a ticket."""
        mine = and_(handovers.c.external_id.startswith(f"{number}:"), handovers.c.state.in_(OPEN))
        with reading(self._engine) as connection:
            row = connection.execute(select(handovers).where(mine)).first()
        return Handover.from_row(row) if row else None

    def conversation_of(self, number: int) -> str | None:
        """The conversation of a ticket, open or not."""
        mine = handovers.c.external_id.startswith(f"{number}:")
        with reading(self._engine) as connection:
            found = select(handovers.c.conversation).where(mine)
            conversation: str | None = connection.execute(found).scalar()
        return conversation

    def _claim(self, handover_id: int, wanted: ColumnElement) -> Handover | None:
        mine = and_(handovers.c.id == handover_id, wanted)
        with self._engine.begin() as connection:
            claimed = update(handovers).where(mine).values(external_until=now() + CLAIM)
            if not connection.execute(claimed).rowcount:
                return None
            query = select(handovers).where(handovers.c.id == handover_id)
            return Handover.from_row(connection.execute(query).one())

    def _set(self, handover_id: int, **values: object) -> None:
        mine = update(handovers).where(handovers.c.id == handover_id)
        with self._engine.begin() as connection:
            connection.execute(mine.values(**values))
