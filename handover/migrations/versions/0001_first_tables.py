"""The first tables: accounts, sessions, hand-overs, their lines, call-backs, audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handover_agents",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("shown_as", sa.String(60), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("totp_secret", sa.Text),
        sa.Column("totp_step", sa.Integer, server_default="0", nullable=False),
        sa.Column("disabled", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("ready", sa.Boolean, server_default=sa.true(), nullable=False),
        sa.Column("failures", sa.Integer, server_default="0", nullable=False),
        sa.Column("locked_until", sa.DateTime),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "handover_audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("agent_id", sa.Integer),
        sa.Column("action", sa.String(30), nullable=False),
        sa.Column("handover_id", sa.Integer),
        sa.Column("call_back_id", sa.Integer),
        sa.Column("detail", sa.String(60)),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_handover_audit_at"), "handover_audit", ["at"])
    op.create_table(
        "handover_call_backs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(60)),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("number", sa.Text),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("due_until", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("agent_id", sa.Integer),
        sa.Column("lease_until", sa.DateTime),
        sa.Column("tries", sa.Integer, server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
        sa.ForeignKeyConstraint(["agent_id"], ["handover_agents.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("handover_call_backs_due", "handover_call_backs", ["state", "due_at"])
    op.create_index(
        op.f("ix_handover_call_backs_conversation"),
        "handover_call_backs",
        ["conversation"],
        unique=False,
    )
    op.create_table(
        "handover_sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("agent_id", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["handover_agents.id"]),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index(op.f("ix_handover_sessions_agent_id"), "handover_sessions", ["agent_id"])
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(60)),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("queued_at", sa.DateTime, nullable=False),
        sa.Column("taken_at", sa.DateTime),
        sa.Column("answered_at", sa.DateTime),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("outcome", sa.String(16)),
        sa.Column("agent_id", sa.Integer),
        sa.Column("lease_until", sa.DateTime),
        sa.Column("reserved_for", sa.Integer),
        sa.Column("reserved_until", sa.DateTime),
        sa.Column("last_line", sa.Integer, server_default="0", nullable=False),
        sa.Column("student_typing_until", sa.DateTime),
        sa.Column("agent_typing_until", sa.DateTime),
        sa.Column("external_id", sa.String(120), index=True),
        sa.Column("external_line", sa.Integer, server_default="0", nullable=False),
        sa.Column("external_until", sa.DateTime),
        sa.ForeignKeyConstraint(["agent_id"], ["handover_agents.id"]),
        sa.ForeignKeyConstraint(["reserved_for"], ["handover_agents.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "handovers_open",
        "handovers",
        ["conversation"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'taken')"),
        postgresql_where=sa.text("state IN ('waiting', 'taken')"),
    )
    op.create_index("handovers_state", "handovers", ["state", "priority", "queued_at"])
    op.create_index(op.f("ix_handovers_created_at"), "handovers", ["created_at"])
    op.create_table(
        "handover_lines",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("handover_id", sa.Integer, nullable=False),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("speaker", sa.String(10), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("agent_id", sa.Integer),
        sa.Column("key", sa.String(60)),
        sa.Column("response", sa.String(60)),
        sa.Column("to_push", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("pushed_at", sa.DateTime),
        sa.Column("push_tries", sa.Integer, server_default="0", nullable=False),
        sa.Column("push_after", sa.DateTime),
        sa.ForeignKeyConstraint(["agent_id"], ["handover_agents.id"]),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("handover_lines_key", "handover_lines", ["handover_id", "key"], unique=True)
    op.create_index(
        "handover_lines_number", "handover_lines", ["handover_id", "number"], unique=True
    )
    op.create_index(
        "handover_lines_to_push",
        "handover_lines",
        ["conversation", "id"],
        unique=False,
        sqlite_where=sa.text("to_push"),
        postgresql_where=sa.text("to_push"),
    )


def downgrade() -> None:
    for table in (
        "handover_lines",
        "handovers",
        "handover_sessions",
        "handover_call_backs",
        "handover_audit",
        "handover_agents",
    ):
        op.drop_table(table)
