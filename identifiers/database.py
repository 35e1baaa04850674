"""What every store of ours asks of its database: SQLite that processes share, upserts, times."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import MetaData, Table, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.schema import CreateIndex, CreateTable

from identifiers.state import open_database

# Any number; processes that start at the same moment take turns by it.
_CREATION_LOCK = 7_461_112


def share_between_processes(
    engine: Engine, *, wait_seconds: int = 10, synchronous: str = "FULL"
) -> None:
    """On SQLite: readers go on while somebody writes, and what is deleted is overwritten.

    Args:
        wait_seconds: how long a writer waits for another one.
        synchronous: NORMAL where a power cut may cost the last seconds; a killed process costs
            nothing either way.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        for pragma in (
            f"busy_timeout={wait_seconds * 1000}",
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")


def lock_at_begin(engine: Engine) -> None:
    """On SQLite: a transaction holds the write lock from its beginning; see `reading`."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def leave_transactions_to_us(connection: Any, _: object) -> None:
        # pysqlite's own begin at the first write: too late for "look, then write".
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
        connection.exec_driver_sql(f"BEGIN {mode}")


def reading(engine: Engine) -> Connection:
    """A connection that only reads: on SQLite it does not wait for a writer."""
    connection: Connection = engine.connect()
    return connection.execution_options(sqlite_begin="DEFERRED")


def upsert(connection: Connection, table: Table) -> Any:
    """The database's own INSERT that can say what to do on a conflict."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def open_store(url: str, *, wait_seconds: int = 10) -> Engine:
    """An engine for a store of ours: processes share it, and transactions look before they write.

    What is committed outlasts a power cut, too.
    """
    engine = open_database(url)
    share_between_processes(engine, wait_seconds=wait_seconds)
    lock_at_begin(engine)
    return engine


def wait_for_turn(connection: Any, number: int) -> None:
    """Until the transaction ends, nobody else works under this number, of 8 bytes with its sign.

    SQLite needs nothing: it has one writer at a time.

    Args:
        connection: a SQLAlchemy connection or session, at the beginning of its transaction.
    """
    if is_postgresql(connection):
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def is_postgresql(connection: Any) -> bool:
    """Whether a SQLAlchemy connection or session is one to PostgreSQL."""
    bind = connection.get_bind() if hasattr(connection, "get_bind") else connection
    return bool(bind.dialect.name == "postgresql")


def create_tables(engine: Engine, tables: MetaData) -> None:
    """Make the tables that are missing; several processes may do so at once."""
    with engine.begin() as connection:
        # "If not exists" alone fails on PostgreSQL when two create the same table at once.
        wait_for_turn(connection, _CREATION_LOCK)
        for table in tables.sorted_tables:
            connection.execute(CreateTable(table, if_not_exists=True))
            for index in table.indexes:
                connection.execute(CreateIndex(index, if_not_exists=True))


def now() -> datetime:
    """The moment as the tables hold it: UTC without a zone."""
    return datetime.now(timezone.utc).replace(tzinfo=None)
