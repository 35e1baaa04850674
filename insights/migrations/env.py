"""Alembic's entry: runs the migrations on the address that the caller gave."""

from __future__ import annotations

from alembic import context

from identifiers.migrating import run_migrations
from insights.database import TURN, engine_for, insights_url
from insights.tables import metadata

run_migrations(
    engine_for(context.config.attributes.get("url") or insights_url()),
    metadata,
    "insights_version",
    TURN,
)
