"""What is left of deleted and replaced rows in the database's files."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy.engine import Engine


def overwrite_deleted(engine: Engine) -> None:
    """Leave nothing of it in SQLite's files; give its place on PostgreSQL free.

    PostgreSQL's pages keep the bytes until they are written over (`VACUUM FULL` does it at once,
    and stops everybody meanwhile).
    """
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.exec_driver_sql("VACUUM applications, status_changes, wrong_tries, locks")
        return
    # The file itself is overwritten (`secure_delete`); its log goes with this, which cannot be
    # said inside a transaction.
    with closing(engine.raw_connection()) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
