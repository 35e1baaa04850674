"""Which delivery an application's data came with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0003"
branch_labels = None
depends_on = None

_FOREIGN_KEY = "applications_delivery_id_fkey"
# Until now the newest change of state names the delivery that is known.
_DELIVERY_OF_NEWEST_CHANGE = """
UPDATE applications SET delivery_id = (
    SELECT max(delivery_id) FROM status_changes
    WHERE status_changes.application_id = applications.id
)
"""


def upgrade() -> None:
    with op.batch_alter_table("applications") as table:
        table.add_column(sa.Column("delivery_id", sa.Integer))
        table.create_foreign_key(_FOREIGN_KEY, "deliveries", ["delivery_id"], ["id"])
    op.execute(_DELIVERY_OF_NEWEST_CHANGE)
    with op.batch_alter_table("applications") as table:
        table.alter_column("delivery_id", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("applications") as table:
        table.drop_constraint(_FOREIGN_KEY, type_="foreignkey")
        table.drop_column("delivery_id")
