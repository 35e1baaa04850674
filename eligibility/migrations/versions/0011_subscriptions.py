"""What people want to be told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

DIGEST = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("topic", sa.String(16), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("academic_year", sa.String(9), nullable=False),
        sa.Column("status", sa.String(32)),
        sa.Column("person_digest", DIGEST, index=True),
        sa.Column("key_id", sa.String(8), nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("conversation", "topic"),
    )


def downgrade() -> None:
    op.drop_table("subscriptions")
