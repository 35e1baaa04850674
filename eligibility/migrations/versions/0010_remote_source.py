"""Deliveries of a remote source, and tries that it has yet to answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "deliveries", sa.Column("kind", sa.String(8), nullable=False, server_default="file")
    )
    op.add_column(
        "wrong_tries",
        sa.Column("answered", sa.Boolean, nullable=False, server_default=sa.true()),
    )


def downgrade() -> None:
    # An open try was never found to be wrong.
    op.execute("DELETE FROM wrong_tries WHERE NOT answered")
    with op.batch_alter_table("wrong_tries") as table:
        table.drop_column("answered")
    with op.batch_alter_table("deliveries") as table:
        table.drop_column("kind")
