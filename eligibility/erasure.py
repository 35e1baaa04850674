"""Deletes all that the store holds of one person (the right to erasure, law 09-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from eligibility.models import (
    ApplicationRow,
    Lock,
    Maintenance,
    StatusChange,
    SubscriptionRow,
    WrongTry,
)
from eligibility.person import Identity
from eligibility.store import EligibilityStore
from eligibility.traces import overwrite_deleted
from eligibility.turns import hold_applications

_OPTIONS = {"synchronize_session": False}


@dataclass(frozen=True)
class Forgotten:
    """How many applications, changes of their state, and counts or locks there were."""

    applications: int
    changes: int
    tries: int


def forget(store: EligibilityStore, identity: Identity, now: datetime) -> Forgotten:
    """Delete a person's applications with their history, and what is counted for the numbers.

    A record says when and how many, not who. The next delivery with the person brings them back.

    Args:
        now: UTC without zone.
    """
    subjects = [
        store.digests.subject("cin", identity.cin),
        store.digests.subject("massar_code", identity.massar_code),
    ]
    with Session(store.engine, future=True) as session, session.begin():
        hold_applications(session)
        generations = store.digests.generations(identity)
        mine = ApplicationRow.person_digest.in_(generations)
        told = SubscriptionRow.person_digest.in_(generations)
        session.execute(delete(SubscriptionRow).where(told), execution_options=_OPTIONS)
        ids = session.execute(select(ApplicationRow.id).where(mine)).scalars().all()
        changes = delete(StatusChange).where(StatusChange.application_id.in_(ids))
        forgotten = Forgotten(
            changes=_count(session, changes),
            applications=_count(session, delete(ApplicationRow).where(mine)),
            tries=_count(session, delete(WrongTry).where(WrongTry.subject.in_(subjects)))
            + _count(session, delete(Lock).where(Lock.subject.in_(subjects))),
        )
        row = {"at": now, "action": "forget", "applications": forgotten.applications}
        session.execute(insert(Maintenance).values(**row))
    overwrite_deleted(store.engine)
    return forgotten


def _count(session: Session, statement: object) -> int:
    return int(session.execute(statement, execution_options=_OPTIONS).rowcount)
