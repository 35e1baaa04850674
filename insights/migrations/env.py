"""Alembic's entry: runs the migrations on the address that the caller gave."""

from __future__ import annotations

from alembic import context

from insights.database import engine_for, insights_url, wait_for_turn
from insights.tables import metadata

_url = context.config.attributes.get("url") or insights_url()

with engine_for(_url).connect() as connection:
    wait_for_turn(connection)
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table="insights_version",
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
