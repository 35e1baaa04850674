"""The messengers' tables, in the outbox's database. A person stands in them under the gate's
pseudonym; addresses and words are sealed, and gone once they are not needed any more.
"""

from __future__ import annotations

from sqlalchemy import (
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

inbox = Table(
    "messaging_inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(16), nullable=False),
    # A digest: the platform's own may hold a telephone number.
    Column("message", String(64), nullable=False),
    Column("conversation", String(64), nullable=False),
    Column("sent_at", DateTime, nullable=False),
    Column("received_at", DateTime, nullable=False, index=True),
    # Until it is answered: what was sent and by whom.
    Column("sealed", Text),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("leased_until", DateTime),
    UniqueConstraint("channel", "message"),
)
_waiting = inbox.c.sealed.isnot(None)
Index(
    "messaging_inbox_waiting",
    inbox.c.channel,
    inbox.c.conversation,
    inbox.c.sent_at,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)

outgoing = Table(
    "messaging_outgoing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("conversation", String(64), nullable=False),
    # Goes to the platform with the message and comes back with what became of it.
    Column("reference", String(32), nullable=False, unique=True),
    # Digest of the platform's own id, once it gave one.
    Column("message", String(64), index=True),
    Column("state", String(10), nullable=False),
    # Until the platform confirms that it has the message: address and payload.
    Column("sealed", Text),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("not_before", DateTime, nullable=False),
    Column("error", String(16)),
    Column("created_at", DateTime, nullable=False, index=True),
    Column("changed_at", DateTime, nullable=False),
)
_active = outgoing.c.state.in_(("waiting", "sending", "unknown"))
Index(
    "messaging_outgoing_active",
    outgoing.c.channel,
    outgoing.c.conversation,
    outgoing.c.id,
    sqlite_where=_active,
    postgresql_where=_active,
)

_parked = outgoing.c.state == "parked"
Index(
    "messaging_outgoing_parked",
    outgoing.c.conversation,
    sqlite_where=_parked,
    postgresql_where=_parked,
)

people = Table(
    "messaging_people",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("conversation", String(64), primary_key=True),
    # Where they are reached, and the language that they were answered in last.
    Column("sealed", Text, nullable=False),
    Column("heard_at", DateTime, nullable=False),
    Column("kept_until", DateTime, nullable=False, index=True),
)
