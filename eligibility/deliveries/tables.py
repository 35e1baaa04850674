"""The temporary tables of an import."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table

from eligibility.models import DIGEST

_metadata = MetaData()
_TEMPORARY = {"prefixes": ["TEMPORARY"]}

# The lines of the file, as they stand there.
LINES = Table(
    "staged_lines",
    _metadata,
    Column("line", Integer),
    Column("person_digest", DIGEST),
    Column("academic_year", String(9)),
    Column("university", String(80)),
    Column("email_hint", String(120)),
    Column("status", String(32)),
    Column("updated_at", DateTime),
    **_TEMPORARY,
)

# What the lines say of each application: its states in the order of time, each from its first
# report (`at`) to its last one (`until`), whose line, university and hint stand beside. `newest` is
# 1 for the last state. `contradicts`: the line that says something else of the same moment.
STATES = Table(
    "staged_states",
    _metadata,
    Column("person_digest", DIGEST, primary_key=True),
    Column("academic_year", String(9), primary_key=True),
    Column("until", DateTime, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("university", String(80)),
    Column("email_hint", String(120)),
    Column("status", String(32)),
    Column("at", DateTime),
    Column("newest", Integer),
    Column("contradicts", Integer),
    sqlite_with_rowid=False,
    **_TEMPORARY,
)

# Applications of the store that the file changes: in their history, in what stands now.
TOUCHED = Table(
    "staged_touched",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("past", Integer),
    Column("present", Integer),
    **_TEMPORARY,
)

# Their histories anew; `place` counts from 1, and the last state has no `confirmed_at`.
HISTORY = Table(
    "staged_history",
    _metadata,
    Column("application_id", Integer, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("status", String(32)),
    Column("at", DateTime),
    Column("confirmed_at", DateTime),
    Column("delivery_id", Integer),
    **_TEMPORARY,
)

ALL = (LINES, STATES, TOUCHED, HISTORY)
