"""Alembic's entry: runs the migrations on the address that the caller gave."""

from __future__ import annotations

from alembic import context

from eligibility.engine import database_url, engine_for
from eligibility.models import Base
from eligibility.turns import wait_for_turns

_url = context.config.attributes.get("url") or database_url()

with engine_for(_url).connect() as connection:
    # Servers that start together migrate one after the other.
    wait_for_turns(connection, ["migration"])
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        version_table="eligibility_version",
        # SQLite cannot alter a table: Alembic then copies it.
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
