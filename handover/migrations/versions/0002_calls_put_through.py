"""A conversation has one open hand-over at most: a call that is put through is open, too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INDEX, _TABLE = "handovers_open", "handovers"


def upgrade() -> None:
    _only_one_of("'waiting', 'taken', 'on_call'")


def downgrade() -> None:
    op.execute("UPDATE handovers SET state = 'abandoned' WHERE state = 'on_call'")
    _only_one_of("'waiting', 'taken'")


def _only_one_of(states: str) -> None:
    which = sa.text(f"state IN ({states})")
    op.drop_index(_INDEX, table_name=_TABLE)
    op.create_index(
        _INDEX,
        _TABLE,
        ["conversation"],
        unique=True,
        sqlite_where=which,
        postgresql_where=which,
    )
