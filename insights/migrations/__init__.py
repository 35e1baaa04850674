"""The analytics store's tables, version by version."""

from __future__ import annotations

from pathlib import Path

from identifiers.migrating import Migrations

_migrations = Migrations(Path(__file__).parent)
upgrade = _migrations.upgrade
downgrade = _migrations.downgrade
