"""The tables. Times are UTC without zone; `insights.pseudonyms` makes the ids."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    MetaData,
    String,
    Table,
    Text,
    false,
)

metadata = MetaData()

conversations = Table(
    "insights_conversations",
    metadata,
    # Keyed digest of sender and beginning: another one for each conversation of a person.
    Column("id", String(32), primary_key=True),
    Column("started_at", DateTime, nullable=False, index=True),
    Column("channel", String(20), nullable=False),
)

open_conversations = Table(
    "insights_open_conversations",
    metadata,
    # Keyed digest of the sender, only as long as the conversation may still go on.
    Column("sender", String(32), primary_key=True),
    Column("conversation", String(32), nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("last_at", DateTime, nullable=False, index=True),
)

messages = Table(
    "insights_messages",
    metadata,
    # Keyed digest of what was delivered: delivered again, it is the same row.
    Column("key", String(32), primary_key=True),
    Column("conversation", ForeignKey("insights_conversations.id"), nullable=False),
    # When it was understood, and when the gate had let it through.
    Column("at", DateTime, nullable=False),
    Column("received_at", DateTime),
    Column("intent", String(60), nullable=False),
    Column("confidence", Float, nullable=False),
    # JSON of the likeliest intents: [["ask_renewal", 0.61], ...].
    Column("ranking", String(300), nullable=False),
    Column("second_intent", String(60)),
    Column("variety", String(3)),
    Column("language", String(2)),
    Column("university", String(10)),
    Column("city", String(60)),
    # A button instead of words.
    Column("pressed", Boolean, nullable=False, server_default=false()),
    # As the gate left it; NULL once its time is over.
    Column("text", Text),
)
Index("insights_messages_at", messages.c.at, messages.c.conversation)
Index("insights_messages_conversation", messages.c.conversation)

steps = Table(
    "insights_steps",
    metadata,
    Column("key", String(32), primary_key=True),
    # Empty for a vote that came after its conversation had ended.
    Column("conversation", ForeignKey("insights_conversations.id")),
    Column("at", DateTime, nullable=False),
    # A value of `insights.events.Kind`.
    Column("kind", String(10), nullable=False),
    # A response, a form, a field.
    Column("name", String(100), nullable=False),
    # The wording of a response, how a form ended, a vote.
    Column("detail", String(20)),
)
Index("insights_steps_at", steps.c.at, steps.c.conversation)
Index("insights_steps_conversation", steps.c.conversation)

forgotten = Table(
    "insights_forgotten",
    metadata,
    # Who asked to be forgotten, and of which events that holds: some may still be under way.
    Column("sender", String(32), primary_key=True),
    Column("until", DateTime, nullable=False, index=True),
)

decisions = Table(
    "insights_decisions",
    metadata,
    # What an editor decided on a message; never what it says.
    Column("message", String(32), primary_key=True),
    Column("decision", String(10), nullable=False),
    Column("intent", String(60)),
    Column("at", DateTime, nullable=False, index=True),
)
