"""Who is signed in at the desk, and who is there to answer."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, delete, select, update
from sqlalchemy.engine import Engine

from handover.accounts import Agent
from handover.audit import record
from handover.tables import agents, sessions
from identifiers.database import now, reading
from identifiers.repeating import repeated_when_cut

# A working day; and a desk that nobody looks at ends before.
LIFETIME = timedelta(hours=12)
IDLE = timedelta(hours=1)
# An open desk shows itself every 20 seconds.
PRESENT = timedelta(seconds=70)
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class SignedIn:
    """An agent's session; `form_token` has to come with every request that changes anything."""

    agent: Agent
    form_token: str


class Sessions:
    """Every call is a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, agent: Agent) -> str:
        """A session's secret, for the cookie."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        at = now()
        row = {"digest": _digest(token), "agent_id": agent.id, "created_at": at, "seen_at": at}
        stale = sessions.c.seen_at < at - LIFETIME
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(stale))
            connection.execute(sessions.insert().values(**row))
        return token

    def find(self, token: str) -> SignedIn | None:
        """Whose session it is, and that they are there now; None: nobody's (any more)."""
        at = now()
        good = and_(
            sessions.c.digest == _digest(token),
            sessions.c.created_at > at - LIFETIME,
            sessions.c.seen_at > at - IDLE,
        )
        query = select(agents).join(sessions, sessions.c.agent_id == agents.c.id).where(good)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        if row is None or row.disabled:
            return None
        return SignedIn(Agent.from_row(row), form_token(token))

    def show(self, token: str) -> None:
        """The desk is open: its agent is there."""
        mine = update(sessions).where(sessions.c.digest == _digest(token))
        with self._engine.begin() as connection:
            connection.execute(mine.values(seen_at=now()))

    def end(self, token: str) -> None:
        """Sign out."""
        mine = sessions.c.digest == _digest(token)
        with self._engine.begin() as connection:
            agent_id = connection.execute(select(sessions.c.agent_id).where(mine)).scalar()
            connection.execute(delete(sessions).where(mine))
            if agent_id is not None:
                record(connection, "signed out", agent=agent_id)

    @repeated_when_cut
    def present(self) -> list[Agent]:
        """The agents whose desk is open, by name, whether they take new talks or not."""
        query = (
            select(agents)
            .join(sessions, sessions.c.agent_id == agents.c.id)
            .where(sessions.c.seen_at > now() - PRESENT, agents.c.disabled.is_(False))
            .distinct()
            .order_by(agents.c.name)
        )
        with reading(self._engine) as connection:
            return [Agent.from_row(row) for row in connection.execute(query)]


def form_token(token: str) -> str:
    """What another site, which cannot read the cookie, cannot know (HMAC of the session)."""
    return hmac.new(token.encode(), b"desk form", hashlib.sha256).hexdigest()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
