"""Wrong tries and the locks that follow them; kept in the store, so every server counts alike.

Where the remote source has to say whether a try was wrong, the try is open until then: it does not
count towards a lock, but whoever has as many open tries as wrong ones are allowed is told nothing
from this store alone. So neither many tries at once nor a silent source let anybody guess on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm import Session

from eligibility.models import Lock, WrongTry

WRONG_TRIES = 5
WINDOW = timedelta(minutes=15)
LOCK_TIME = timedelta(minutes=30)
# Whoever is patient stays below that, and somebody's year has 365 days to be born on.
TRIES_A_DAY = 15
DAY = timedelta(days=1)


def locked_until(session: Session, subjects: Sequence[str], now: datetime) -> datetime | None:
    """When the last of the subjects' locks ends, or None when none holds at `now`."""
    query = select(func.max(Lock.until)).where(Lock.subject.in_(subjects), Lock.until > now)
    until: datetime | None = session.execute(query).scalar()
    return until


def count_wrong_try(session: Session, subjects: Sequence[str], now: datetime) -> None:
    """Count one for each subject and lock those that have used up their tries.

    The subjects' turns (`wait_for_turns`) must be held. A lock outlasts the window that it came
    from, so the count begins anew with its end; the day's count goes on.
    """
    for subject in subjects:
        session.add(WrongTry(subject=subject, at=now))
        session.flush()
        if _tries(session, subject, now - DAY) >= TRIES_A_DAY:
            _lock(session, subject, now + DAY)
        elif _tries(session, subject, now - WINDOW) >= WRONG_TRIES:
            _lock(session, subject, now + LOCK_TIME)
    _sweep(session, WrongTry.id, WrongTry.at <= now - DAY)
    _sweep(session, WrongTry.id, and_(WrongTry.answered.is_(False), WrongTry.at <= now - WINDOW))
    _sweep(session, Lock.subject, Lock.until <= now)


def _tries(session: Session, subject: str, since: datetime) -> int:
    mine = (
        WrongTry.subject == subject,
        WrongTry.at > since,
        WrongTry.answered.is_(True),
    )
    return int(session.execute(select(func.count()).where(*mine)).scalar_one())


def open_try(session: Session, subjects: Sequence[str], now: datetime) -> tuple[int, ...]:
    """Note a try whose answer is to come; its ids, for `close_try`."""
    tries = [WrongTry(subject=subject, at=now, answered=False) for subject in subjects]
    session.add_all(tries)
    session.flush()
    return tuple(one.id for one in tries)


def close_try(session: Session, ids: Sequence[int]) -> None:
    """Forget an open try: it was right, or it is counted as wrong now."""
    session.execute(
        delete(WrongTry).where(WrongTry.id.in_(ids)),
        execution_options={"synchronize_session": False},
    )


def too_many_open(session: Session, subjects: Sequence[str], now: datetime) -> bool:
    """Whether any subject has as many open tries as wrong ones are allowed."""
    mine = (
        WrongTry.subject.in_(subjects),
        WrongTry.at > now - WINDOW,
        WrongTry.answered.is_(False),
    )
    counts = select(func.count()).where(*mine).group_by(WrongTry.subject)
    return any(count >= WRONG_TRIES for count in session.execute(counts).scalars())


def _lock(session: Session, subject: str, until: datetime) -> None:
    session.execute(delete(Lock).where(Lock.subject == subject))
    session.add(Lock(subject=subject, until=until))
    session.flush()


def _sweep(session: Session, key: Any, condition: Any) -> None:
    """Delete what no longer counts, whoever's it is; what others are working on is left to them.

    Last in the transaction and without waiting, so that two sweepers cannot block each other.
    """
    old = select(key).where(condition).with_for_update(skip_locked=True)
    session.execute(
        delete(key.class_).where(key.in_(old)), execution_options={"synchronize_session": False}
    )
