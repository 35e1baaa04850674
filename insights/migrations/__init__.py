"""Brings a analytics database to a version of the tables (Alembic)."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config


def upgrade(url: str, revision: str = "head") -> None:
    """Create or bring up the tables."""
    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Go back to an older revision; "base" removes every table."""
    command.downgrade(_config(url), revision)


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config
