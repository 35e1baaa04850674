"""Which delivery an application's data came with, deliveries of a remote source, open tries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0001"
branch_labels = None
depends_on = None

# Until now the newest change of state names the delivery that is known.
_DELIVERY_OF_NEWEST_CHANGE = """
UPDATE applications SET delivery_id = (
    SELECT max(delivery_id) FROM status_changes
    WHERE status_changes.application_id = applications.id
)
"""


def upgrade() -> None:
    op.add_column(
        "deliveries", sa.Column("kind", sa.String(8), nullable=False, server_default="file")
    )
    op.add_column(
        "wrong_tries",
        sa.Column("answered", sa.Boolean, nullable=False, server_default=sa.true()),
    )
    with op.batch_alter_table("applications") as table:
        table.add_column(sa.Column("delivery_id", sa.Integer))
        table.create_foreign_key(
            "applications_delivery_id_fkey", "deliveries", ["delivery_id"], ["id"]
        )
    op.execute(_DELIVERY_OF_NEWEST_CHANGE)
    with op.batch_alter_table("applications") as table:
        table.alter_column("delivery_id", nullable=False)


def downgrade() -> None:
    # An open try was never found to be wrong.
    op.execute("DELETE FROM wrong_tries WHERE NOT answered")
    with op.batch_alter_table("applications") as table:
        table.drop_constraint("applications_delivery_id_fkey", type_="foreignkey")
        table.drop_column("delivery_id")
    with op.batch_alter_table("wrong_tries") as table:
        table.drop_column("answered")
    with op.batch_alter_table("deliveries") as table:
        table.drop_column("kind")
