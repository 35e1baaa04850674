"""Wrong tries and the locks that follow them; kept in the store, so every server counts alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from eligibility.models import Lock, WrongTry

WRONG_TRIES = 5
WINDOW = timedelta(minutes=15)
LOCK_TIME = timedelta(minutes=30)


def locked_until(session: Session, subjects: Sequence[str], now: datetime) -> datetime | None:
    """When the last of the subjects' locks ends, or None when none holds at `now`."""
    query = select(func.max(Lock.until)).where(Lock.subject.in_(subjects), Lock.until > now)
    until: datetime | None = session.execute(query).scalar()
    return until


def serialise(session: Session, subjects: Sequence[str]) -> None:
    """Let one transaction at a time count for a subject, so that a race allows no sixth try.

    SQLite needs nothing: its transactions here begin with the write lock.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    for key in sorted(int(subject[:15], 16) for subject in subjects):
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def count_wrong_try(session: Session, subjects: Sequence[str], now: datetime) -> None:
    """Count one for each subject and lock those that have used up their tries."""
    session.execute(delete(WrongTry).where(WrongTry.at <= now - WINDOW))
    session.execute(delete(Lock).where(Lock.until <= now))
    for subject in subjects:
        session.add(WrongTry(subject=subject, at=now))
        session.flush()
        query = select(func.count()).where(WrongTry.subject == subject)
        if session.execute(query).scalar_one() >= WRONG_TRIES:
            session.merge(Lock(subject=subject, until=now + LOCK_TIME))
            session.execute(delete(WrongTry).where(WrongTry.subject == subject))
