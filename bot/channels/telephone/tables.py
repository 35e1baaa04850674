"""The telephone's table, in the outbox's database: the calls that are under way.

A call stands in it under a digest of the gateway's id. What it holds (numbers that are being
dictated, words to be confirmed, the caller's own number) is sealed, and gone at hang-up.
"""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text

metadata = MetaData()

calls = Table(
    "telephone_calls",
    metadata,
    Column("call", String(64), primary_key=True),
    Column("conversation", String(64), nullable=False),
    # Number of the web-hook that is to come next.
    Column("turn", Integer, nullable=False),
    Column("state", Text),
    # The TwiML that the last web-hook was answered with.
    Column("reply", Text),
    # Until when a server works on the turn.
    Column("busy_until", DateTime),
    Column("heard_at", DateTime, nullable=False, index=True),
    # Kept for a while without anything in it: late web-hooks must not bring the call back.
    Column("ended_at", DateTime),
)
