"""The history keeps how long each state was confirmed; digests have one index, of bytes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The unique constraint of person and year finds a person as well.
_INDEX = "ix_applications_person_digest"


def upgrade() -> None:
    op.drop_index(_INDEX, "applications")
    _retype_digests(sa.String(64, collation="C"))
    op.add_column("status_changes", sa.Column("confirmed_at", sa.DateTime))


def downgrade() -> None:
    with op.batch_alter_table("status_changes") as table:
        table.drop_column("confirmed_at")
    _retype_digests(sa.String(64))
    op.create_index(_INDEX, "applications", ["person_digest"])


def _retype_digests(to: sa.String) -> None:
    """SQLite compares bytes anyway."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("applications", "person_digest", type_=to)
