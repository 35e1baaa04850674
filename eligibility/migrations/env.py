"""Alembic's entry: runs the migrations on the address that the caller gave."""

from __future__ import annotations

from alembic import context

from eligibility.engine import engine_for
from eligibility.models import Base

with engine_for(context.config.attributes["url"]).connect() as connection:
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
