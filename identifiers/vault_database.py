"""Vault entries in a database: a SQLite file by default, PostgreSQL for several servers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Column, DateTime, MetaData, String, Table, Text, delete, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from identifiers.database import create_tables, share_between_processes
from identifiers.repeating import repeated_when_cut
from identifiers.state import open_database
from identifiers.vault_store import Entry, VaultUnavailable

_MEND = "check that the database runs and that this user may write to it"

_held = Table(
    "held_identifiers",
    MetaData(),
    Column("reference", String(8), primary_key=True),
    Column("conversation", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("ciphertext", Text, nullable=False),
    Column("expires_at", DateTime, nullable=False, index=True),
)


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise VaultUnavailable(error, _MEND) from None


class DatabaseStore:
    """One row an entry; the table is made when it is missing.

    Args:
        url: SQLAlchemy address.

    Raises:
        VaultUnavailable: the database does not answer.
    """

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        with _reported():
            create_tables(self._engine, _held.metadata)

    @_reported()
    @repeated_when_cut
    def put(self, entry: Entry, now: datetime, lifetime: timedelta) -> None:
        """Keep an entry; what has expired, whoever's it was, goes at the same time."""
        row = {
            "reference": entry.reference,
            "conversation": entry.conversation,
            "kind": entry.kind,
            "ciphertext": entry.ciphertext,
            "expires_at": _utc(now) + lifetime,
        }
        with self._engine.begin() as connection:
            connection.execute(delete(_held).where(_held.c.expires_at <= _utc(now)))
            connection.execute(_held.insert().values(**row))

    @_reported()
    @repeated_when_cut
    def get(self, conversation: str, reference: str, now: datetime) -> Entry | None:
        """The entry, unless there is none or its time is over."""
        query = select(_held.c.kind, _held.c.ciphertext).where(
            _held.c.reference == reference,
            _held.c.conversation == conversation,
            _held.c.expires_at > _utc(now),
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return row and Entry(conversation, reference, row.kind, row.ciphertext)

    def delete(self, conversation: str) -> int:
        """Delete all entries of a conversation; returns how many there were."""
        return self._delete(_held.c.conversation == conversation)

    def purge(self, now: datetime) -> int:
        """Delete what has expired; returns how many entries that were."""
        return self._delete(_held.c.expires_at <= _utc(now))

    @_reported()
    @repeated_when_cut
    def _delete(self, condition: Any) -> int:
        with self._engine.begin() as connection:
            return int(connection.execute(delete(_held).where(condition)).rowcount)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(timezone.utc).replace(tzinfo=None)


def _engine(url: str) -> Engine:
    engine = open_database(url)
    # A power cut may lose the last seconds: such values are asked for again.
    share_between_processes(engine, synchronous="NORMAL")
    return engine
