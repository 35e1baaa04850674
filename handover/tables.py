"""The tables. Times are UTC without zone; a conversation is the gate's keyed pseudonym."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
    true,
)

from handover.states import OPEN

metadata = MetaData()

agents = Table(
    "handover_agents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(40), nullable=False, unique=True),
    # What students see.
    Column("shown_as", String(60), nullable=False),
    Column("role", String(10), nullable=False),
    # Argon2id with its parameters and salt.
    Column("password", String(200), nullable=False),
    # Encrypted; NULL where the account has no second factor.
    Column("totp_secret", Text),
    # The 30-second step of the last code that was used: none is good twice.
    Column("totp_step", Integer, nullable=False, server_default="0"),
    Column("disabled", Boolean, nullable=False, server_default=false()),
    # Takes new conversations.
    Column("ready", Boolean, nullable=False, server_default=true()),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until", DateTime),
    Column("created_at", DateTime, nullable=False),
)

sessions = Table(
    "handover_sessions",
    metadata,
    # SHA-256 of the cookie: whoever reads the table cannot sign in with it.
    Column("digest", String(64), primary_key=True),
    Column("agent_id", ForeignKey("handover_agents.id"), nullable=False, index=True),
    Column("created_at", DateTime, nullable=False),
    Column("seen_at", DateTime, nullable=False),
)

handovers = Table(
    "handovers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(64), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("language", String(2), nullable=False),
    Column("cause", String(16), nullable=False),
    Column("topic", String(60)),
    # JSON of `handover.summary.Summary`.
    Column("summary", Text, nullable=False),
    # 0 comes first.
    Column("priority", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("created_at", DateTime, nullable=False, index=True),
    # When the present wait began: again at a transfer.
    Column("queued_at", DateTime, nullable=False),
    Column("taken_at", DateTime),
    Column("answered_at", DateTime),
    Column("ended_at", DateTime),
    Column("outcome", String(16)),
    Column("agent_id", ForeignKey("handover_agents.id")),
    Column("lease_until", DateTime),
    # A colleague to whom it was passed on; after a while anybody may take it.
    Column("reserved_for", ForeignKey("handover_agents.id")),
    Column("reserved_until", DateTime),
    Column("last_line", Integer, nullable=False, server_default="0"),
    Column("student_typing_until", DateTime),
    Column("agent_typing_until", DateTime),
    # Where another helpdesk is used: its ticket, the last line that it was told, and until when a
    # server is busy telling it.
    Column("external_id", String(120), index=True),
    Column("external_line", Integer, nullable=False, server_default="0"),
    Column("external_until", DateTime),
)
_open = handovers.c.state.in_(OPEN)
# A conversation has one open hand-over at most, whatever asks for it at once.
Index(
    "handovers_open",
    handovers.c.conversation,
    unique=True,
    sqlite_where=_open,
    postgresql_where=_open,
)
Index("handovers_state", handovers.c.state, handovers.c.priority, handovers.c.queued_at)

lines = Table(
    "handover_lines",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("handover_id", ForeignKey("handovers.id"), nullable=False),
    Column("conversation", String(64), nullable=False),
    # 1, 2, 3 … in the hand-over.
    Column("number", Integer, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("speaker", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("agent_id", ForeignKey("handover_agents.id")),
    # Who said it named it so: said again, it is the same line.
    Column("key", String(60)),
    # A notice to the student: the domain's response that says it, in the place of a text.
    Column("response", String(60)),
    # Waits to be pushed to the student; then when, and how often it was tried.
    Column("to_push", Boolean, nullable=False, server_default=false()),
    Column("pushed_at", DateTime),
    Column("push_tries", Integer, nullable=False, server_default="0"),
    Column("push_after", DateTime),
)
Index("handover_lines_number", lines.c.handover_id, lines.c.number, unique=True)
Index("handover_lines_key", lines.c.handover_id, lines.c.key, unique=True)
_to_push = text("to_push")
Index(
    "handover_lines_to_push",
    lines.c.conversation,
    lines.c.id,
    sqlite_where=_to_push,
    postgresql_where=_to_push,
)

call_backs = Table(
    "handover_call_backs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(64), nullable=False, index=True),
    Column("language", String(2), nullable=False),
    Column("cause", String(16), nullable=False),
    Column("topic", String(60)),
    Column("summary", Text, nullable=False),
    # Encrypted; NULL once it is not needed any more.
    Column("number", Text),
    Column("due_at", DateTime, nullable=False),
    Column("due_until", DateTime, nullable=False),
    Column("state", String(10), nullable=False),
    Column("agent_id", ForeignKey("handover_agents.id")),
    Column("lease_until", DateTime),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("created_at", DateTime, nullable=False),
    Column("ended_at", DateTime),
)
Index("handover_call_backs_due", call_backs.c.state, call_backs.c.due_at)

audit = Table(
    "handover_audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False, index=True),
    # Empty where the server or the student did it.
    Column("agent_id", Integer),
    Column("action", String(30), nullable=False),
    Column("handover_id", Integer),
    Column("call_back_id", Integer),
    # A word such as a state or a name of an account; never anything that was said.
    Column("detail", String(60)),
)
