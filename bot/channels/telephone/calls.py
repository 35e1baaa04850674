"""The calls under way, in a database that several servers share.

A web-hook has a number. The one that is due is answered once, by one server; delivered again it
gets the same TwiML; one that comes late, after others, gets what was said last and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.engine import Engine, Row

from bot.channels.messaging.database import writing
from bot.channels.messaging.sealing import InvalidToken, Seal
from bot.channels.telephone.call import Call
from bot.channels.telephone.tables import calls
from identifiers.database import now, upsert

# Longer than a turn can take: Rasa's lock and its actions have time-outs of their own.
LEASE = timedelta(seconds=60)
# A gateway ends a call after four hours; nobody is silent for half an hour.
LONGEST_SILENCE = timedelta(minutes=30)
LONGEST_TRANSFER = timedelta(hours=4)
KEPT_ENDED = timedelta(hours=5)


@dataclass(frozen=True)
class Begun:
    """The turn is this server's to answer."""

    conversation: str
    call: Call


@dataclass(frozen=True)
class Answered:
    """The turn was answered before; this is what is to be said now."""

    twiml: str


class Busy:
    """Another web-hook of the same number is being answered."""


class Ended:
    """The caller has hung up, or the call was never heard of."""


class Calls:
    """Every call is a transaction of its own, and may raise SQLAlchemyError.

    Args:
        engine: of the outbox's database, with the telephone's table.
    """

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    def start(self, call_id: str, conversation: str, call: Call, twiml: str) -> str | None:
        """Keep a call that begins; what is to be said: None where it is over already."""
        row = {
            "call": self._seal.digest(call_id),
            "conversation": conversation,
            "turn": 1,
            "state": self._seal.close(call.as_json()),
            "reply": self._seal.close({"twiml": twiml}),
            "heard_at": now(),
        }
        with writing(self._engine) as connection:
            insert = upsert(connection, calls).values(**row)
            connection.execute(insert.on_conflict_do_nothing(index_elements=["call"]))
        known = self._row(call_id)
        return self._twiml(known) if known is not None and known.ended_at is None else None

    def begin(self, call_id: str, turn: int) -> Begun | Answered | Busy | Ended:
        """Take the turn, if it is due and nobody has it."""
        free = or_(calls.c.busy_until.is_(None), calls.c.busy_until < now())
        values = {"busy_until": now() + LEASE, "heard_at": now()}
        with writing(self._engine) as connection:
            due = update(calls).where(self._due(call_id, turn), free).values(**values)
            mine = connection.execute(due).rowcount > 0
        row = self._row(call_id)
        if row is None or row.ended_at is not None:
            return Ended()
        if mine:
            return self._begun(row)
        return Answered(self._twiml(row)) if row.turn > turn else Busy()

    def answered(self, call_id: str, turn: int) -> Answered | Busy | Ended:
        """What became of a turn that somebody works on."""
        row = self._row(call_id)
        if row is None or row.ended_at is not None:
            return Ended()
        return Answered(self._twiml(row)) if row.turn > turn else Busy()

    def complete(
        self, call_id: str, turn: int, call: Call, twiml: str, transfers: bool = False
    ) -> bool:
        """Keep the answer to a turn; False: the turn is over, and this is not said.

        Args:
            transfers: no web-hook comes while the caller speaks with somebody, however long.
        """
        quiet = LONGEST_TRANSFER if transfers else timedelta()
        values = {
            "turn": turn + 1,
            "state": self._seal.close(call.as_json()),
            "reply": self._seal.close({"twiml": twiml}),
            "busy_until": None,
            "heard_at": now() + quiet,
        }
        with writing(self._engine) as connection:
            mine = update(calls).where(self._due(call_id, turn)).values(**values)
            return connection.execute(mine).rowcount > 0

    def state(self, call_id: str) -> Call | None:
        """The call as it stood before the turn that is being answered."""
        row = self._row(call_id)
        if row is None or row.ended_at is not None:
            return None
        return self._begun(row).call

    def end(self, call_id: str) -> str | None:
        """Delete what a call held; its conversation, None where it was over already."""
        gone = {"state": None, "reply": None, "busy_until": None, "ended_at": now()}
        mine = and_(calls.c.call == self._seal.digest(call_id), calls.c.ended_at.is_(None))
        row = self._row(call_id)
        with writing(self._engine) as connection:
            ended = connection.execute(update(calls).where(mine).values(**gone)).rowcount > 0
        return str(row.conversation) if ended and row is not None else None

    def abandoned(self) -> list[str]:
        """End the calls whose hang-up nobody told us of; their conversations."""
        old = and_(calls.c.ended_at.is_(None), calls.c.heard_at < now() - LONGEST_SILENCE)
        gone = {"state": None, "reply": None, "busy_until": None, "ended_at": now()}
        with writing(self._engine) as connection:
            found = connection.execute(select(calls.c.conversation).where(old)).scalars().all()
            connection.execute(update(calls).where(old).values(**gone))
            connection.execute(delete(calls).where(calls.c.ended_at < now() - KEPT_ENDED))
        return [str(conversation) for conversation in found]

    def _due(self, call_id: str, turn: int) -> object:
        mine = calls.c.call == self._seal.digest(call_id)
        return and_(mine, calls.c.turn == turn, calls.c.ended_at.is_(None))

    def _row(self, call_id: str) -> Row | None:
        query = select(calls).where(calls.c.call == self._seal.digest(call_id))
        with self._engine.connect() as connection:
            return connection.execute(query).first()

    def _begun(self, row: Row) -> Begun:
        try:
            return Begun(row.conversation, Call.from_json(self._seal.open(row.state)))
        except InvalidToken:
            # Kept under a key that is gone: the caller is asked for the language again.
            return Begun(row.conversation, Call())

    def _twiml(self, row: Row) -> str:
        return str(self._seal.open(row.reply)["twiml"])
