"""The outbox's tables. A conversation stands in them under the gate's keyed pseudonym."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

conversations = Table(
    "outbox_conversations",
    metadata,
    Column("conversation", String(64), primary_key=True),
    Column("last_number", Integer, nullable=False),
    Column("created_at", DateTime, nullable=False, index=True),
    # Set where the person asked to be forgotten: nothing may be added until it is swept.
    Column("forgotten_at", DateTime),
)

messages = Table(
    "outbox_messages",
    metadata,
    Column("conversation", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("author", String(10), nullable=False),
    Column("content", Text, nullable=False),
    # The student's own messages: the client's id, once a conversation.
    Column("client_id", String(36)),
    # While the message waits for its answer: what Rasa is to be told, the page's language, how
    # often it was tried, and until when a server is busy with it.
    Column("turn_text", Text),
    Column("turn_language", String(2)),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("leased_until", DateTime),
    UniqueConstraint("conversation", "client_id"),
)
_waiting = messages.c.turn_text.isnot(None)
Index(
    "outbox_messages_waiting",
    messages.c.conversation,
    messages.c.number,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)

feedback = Table(
    "outbox_feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    # Empty once the person asked to be forgotten: the vote then leads back to no conversation.
    Column("conversation", String(64)),
    Column("number", Integer, nullable=False),
    Column("response", String(100), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("at", DateTime, nullable=False),
    UniqueConstraint("conversation", "number"),
)

typing = Table(
    "outbox_typing",
    metadata,
    # Where an agent writes, and until when that is shown.
    Column("conversation", String(64), primary_key=True),
    Column("until", DateTime, nullable=False),
)
