"""Invented people, so that tracking can be tried at once."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from eligibility.generations import KeyMismatch
from eligibility.importing import ImportReport, import_delivery
from eligibility.models import ApplicationRow, Delivery, StatusChange
from eligibility.store import EligibilityStore

DEMO_FILE = Path(__file__).with_name("demo.csv")


def seed_demo(store: EligibilityStore) -> ImportReport:
    """Import the invented people; doing it again changes nothing.

    Raises:
        KeyMismatch: the store is under another key and holds more than invented people.
    """
    try:
        return import_delivery(store, DEMO_FILE)
    except KeyMismatch:
        if not _delete_invented(store):
            raise
        return import_delivery(store, DEMO_FILE)


def _delete_invented(store: EligibilityStore) -> bool:
    """Empty a store that never held anybody else; False, and nothing done, otherwise."""
    with Session(store.engine, future=True) as session, session.begin():
        names = set(session.execute(select(Delivery.name)).scalars())
        if names != {DEMO_FILE.name}:
            return False
        for table in (StatusChange, ApplicationRow, Delivery):
            session.execute(delete(table))
    return True
