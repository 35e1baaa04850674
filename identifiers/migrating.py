"""Brings a database to a version of a package's tables (Alembic)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command, context
from alembic.config import Config
from sqlalchemy import MetaData
from sqlalchemy.engine import Engine

from identifiers.database import wait_for_turn


def run_migrations(engine: Engine, tables: MetaData, version_table: str, turn: int) -> None:
    """What an `env.py` does; processes that migrate at the same moment take turns by a number."""
    with engine.connect() as connection:
        wait_for_turn(connection, turn)
        context.configure(
            connection=connection,
            target_metadata=tables,
            version_table=version_table,
            render_as_batch=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


@dataclass(frozen=True)
class Migrations:
    """The migrations in a folder, beside their `env.py`."""

    folder: Path

    def upgrade(self, url: str, revision: str = "head") -> None:
        """Create or bring up the tables."""
        command.upgrade(self._config(url), revision)

    def downgrade(self, url: str, revision: str) -> None:
        """Go back to an older revision; "base" removes every table."""
        command.downgrade(self._config(url), revision)

    def _config(self, url: str) -> Config:
        config = Config()
        config.set_main_option("script_location", str(self.folder))
        config.attributes["url"] = url
        return config
