"""Alembic's entry: runs the migrations on the address that the caller gave."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context

from eligibility.engine import database_url, engine_for
from eligibility.models import Base
from eligibility.turns import wait_for_turns

_url = context.config.attributes.get("url") or database_url()


@contextmanager
def _tables_may_be_copied(connection: Any) -> Iterator[None]:
    """SQLite cannot alter a table: Alembic copies it and drops it, which references forbid.

    Inside a transaction SQLite ignores the setting: it is made on the driver's own connection.
    """
    driver = connection.connection.dbapi_connection if connection.dialect.name == "sqlite" else None
    if driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


with engine_for(_url).connect() as connection, _tables_may_be_copied(connection):
    # Servers that start together migrate one after the other.
    wait_for_turns(connection, ["migration"])
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        version_table="eligibility_version",
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
