"""The newest state of many applications at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from eligibility.models import ApplicationRow, Base
from eligibility.states import newest_states

AT = datetime(2026, 11, 1)


def row(person: str, year: str, status: str) -> ApplicationRow:
    known = {"key_id": "k", "university": "UM5", "since": AT, "updated_at": AT}
    return ApplicationRow(person_digest=person, academic_year=year, status=status, **known)


def test_the_newest_year_of_each_person_asked_for(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'store.db'}", future=True)
    Base.metadata.create_all(engine)
    with Session(engine, future=True) as session, session.begin():
        session.add(row("a", "2026-2027", "declared"))
        session.add(row("a", "2025-2026", "accepted"))
        session.add(row("b", "2026-2027", "incomplete"))
        session.add(row("c", "2026-2027", "accepted"))
    assert newest_states(engine, ["a", "b", "unknown"]) == {
        "a": ("2026-2027", "declared"),
        "b": ("2026-2027", "incomplete"),
    }
