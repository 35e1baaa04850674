"""Alembic's entry: runs the migrations on the address that the caller gave."""

from __future__ import annotations

from alembic import context

from handover.database import TURN, engine_for, handover_url
from handover.tables import metadata
from identifiers.migrating import run_migrations

run_migrations(
    engine_for(context.config.attributes.get("url") or handover_url()),
    metadata,
    "handover_version",
    TURN,
)
