"""The first tables: conversations, messages, steps, who is forgotten, what editors decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "insights_conversations",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
    )
    op.create_table(
        "insights_open_conversations",
        sa.Column("sender", sa.String(32), primary_key=True),
        sa.Column("conversation", sa.String(32), nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("last_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "insights_messages",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column(
            "conversation",
            sa.String(32),
            sa.ForeignKey("insights_conversations.id"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("received_at", sa.DateTime),
        sa.Column("intent", sa.String(60), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("ranking", sa.String(300), nullable=False),
        sa.Column("second_intent", sa.String(60)),
        sa.Column("variety", sa.String(3)),
        sa.Column("language", sa.String(2)),
        sa.Column("university", sa.String(10)),
        sa.Column("city", sa.String(60)),
        sa.Column("pressed", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("text", sa.Text),
    )
    op.create_table(
        "insights_steps",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("conversation", sa.String(32), sa.ForeignKey("insights_conversations.id")),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("detail", sa.String(20)),
    )
    op.create_table(
        "insights_forgotten",
        sa.Column("sender", sa.String(32), primary_key=True),
        sa.Column("until", sa.DateTime, nullable=False),
    )
    op.create_table(
        "insights_decisions",
        sa.Column("message", sa.String(32), primary_key=True),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("intent", sa.String(60)),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    for table, *columns in _INDEXES:
        op.create_index(_index_name(table, columns[0]), table, columns)


def downgrade() -> None:
    for table in ("decisions", "forgotten", "steps", "messages", "open_conversations"):
        op.drop_table(f"insights_{table}")
    op.drop_table("insights_conversations")


_INDEXES = (
    ("insights_conversations", "started_at"),
    ("insights_open_conversations", "last_at"),
    ("insights_messages", "at", "conversation"),
    ("insights_messages", "conversation"),
    ("insights_steps", "at", "conversation"),
    ("insights_steps", "conversation"),
    ("insights_forgotten", "until"),
    ("insights_decisions", "at"),
)
# Those that SQLAlchemy names by itself bear its prefix.
_NAMED = ("insights_messages", "insights_steps")


def _index_name(table: str, column: str) -> str:
    return f"{table}_{column}" if table in _NAMED else f"ix_{table}_{column}"
