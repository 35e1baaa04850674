"""What operators see of the store, and what they delete of it: old years, one person."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eligibility import Found, Identity, Locked, NotFound
from eligibility.erasure import Forgotten, forget
from eligibility.models import ApplicationRow, Delivery, Lookup, Maintenance, StatusChange
from eligibility.person import Digests
from eligibility.retention import OldData, count_old, purge
from eligibility.statistics import read_statistics, shown
from eligibility.store import EligibilityStore
from tests.delivery_files import NOON, SALMA, line_with

NOW = NOON.replace(tzinfo=None)
NOBODY = Identity("QQ999999", "Q999999999", date(2001, 1, 1))


def stored(store, table) -> int:
    with Session(store.engine, future=True) as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def maintenance(store) -> list[tuple[str, int]]:
    with Session(store.engine, future=True) as session:
        rows = session.execute(select(Maintenance).order_by(Maintenance.id)).scalars()
        return [(row.action, row.applications) for row in rows]


def past(cin: str = "AB123456", year: int = 2024) -> str:
    return line_with(cin=cin, academic_year=f"{year}-{year + 1}", updated_at=f"{year}-10-01")


@pytest.mark.parametrize(("count", "seen"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (60, "60")])
def test_few_are_not_told_apart(count, seen):
    assert shown(count) == seen


def test_applications_are_counted_by_year_university_state_and_delivery(store, deliver):
    deliver(line_with(), past("CD1234"), line_with(cin="EF1234", university="UIT"), name="1.csv")
    deliver(line_with(status="accepted", updated_at="2026-11-02"), name="2.csv")
    figures = read_statistics(store.engine, NOW)
    assert figures.by_year == {"2024-2025": 1, "2026-2027": 2}
    assert figures.by_university == {"UIT": 1, "UM5": 2}
    assert figures.by_status == {"accepted": 1, "declared": 2}
    assert [(name, n) for (name, _), n in figures.by_delivery.items()] == [
        ("2.csv", 1),
        ("1.csv", 2),
    ]
    assert figures.newest == datetime(2026, 11, 2)


def test_look_ups_are_counted_by_day_and_outcome_and_tries_and_locks_by_number(store, deliver):
    deliver(line_with())
    store.look_up(SALMA, "me", NOON - timedelta(days=1))
    for _ in range(5):
        store.look_up(NOBODY, "me", NOON)
    store.look_up(NOBODY, "another", NOON - timedelta(days=40))
    figures = read_statistics(store.engine, NOW)
    assert figures.lookups == {("2026-11-23", "found"): 1, ("2026-11-24", "notfound"): 5}
    assert figures.locks == 3  # the sender's, the CIN's and the Massar code's
    assert read_statistics(store.engine, NOW + timedelta(days=2)).locks == 0


def test_an_empty_store_has_figures_too(store):
    figures = read_statistics(store.engine, NOW)
    assert figures.newest is None and figures.by_year == figures.lookups == {}


def test_past_years_are_deleted_with_their_history_and_their_audit(store, deliver):
    deliver(past(), past("CD1234", 2025), name="old.csv")
    deliver(line_with(), name="new.csv")
    store.look_up(SALMA, "me", NOON - timedelta(days=365))
    store.look_up(SALMA, "me", NOON)
    assert count_old(store.engine, 2026) == OldData(applications=2, lookups=1)
    assert purge(store.engine, 2026, NOW) == OldData(applications=2, lookups=1)
    assert (
        stored(store, ApplicationRow) == stored(store, StatusChange) == stored(store, Lookup) == 1
    )
    assert isinstance(store.look_up(SALMA, "me", NOON), Found)
    assert maintenance(store) == [("purge", 2)]


def test_the_year_that_is_given_is_kept(store, deliver):
    deliver(past(year=2025))
    assert count_old(store.engine, 2025) == OldData(0, 0)
    purge(store.engine, 2025, NOW)
    assert stored(store, ApplicationRow) == 1


def test_many_old_applications_go_in_several_steps(store, deliver):
    deliver(*(past(f"AB{number:06}") for number in range(4_100)), line_with())
    assert purge(store.engine, 2026, NOW).applications == 4_100
    assert stored(store, ApplicationRow) == 1


def test_deliveries_that_still_hold_something_stay(store, deliver):
    deliver(past(), line_with(cin="CD1234"))
    purge(store.engine, 2026, NOW)
    assert stored(store, Delivery) == 1


def test_a_person_is_forgotten_with_all_years_and_nobody_else_is(store, deliver):
    deliver(past(), line_with(), line_with(cin="CD1234"))
    deliver(line_with(status="accepted", updated_at="2026-11-02"))
    assert forget(store, SALMA, NOW) == Forgotten(applications=2, changes=3, tries=0)
    assert store.look_up(SALMA, "me", NOON) == NotFound()
    other = Identity("CD1234", SALMA.massar_code, SALMA.birth_date)
    assert isinstance(store.look_up(other, "me", NOON), Found)


def test_what_was_counted_for_the_card_number_is_forgotten_as_well(store, deliver):
    wrong = Identity(SALMA.cin, SALMA.massar_code, date(2003, 3, 6))
    deliver(line_with())
    for sender in "abcde":
        store.look_up(wrong, sender, NOON)
    assert isinstance(store.look_up(SALMA, "f", NOON), Locked)
    assert forget(store, SALMA, NOW).tries >= 1
    assert store.look_up(SALMA, "f", NOON) == NotFound()


def test_a_person_under_an_older_key_is_forgotten_too(store, deliver, url):
    deliver(line_with())
    rotating = EligibilityStore(url, Digests(b"k" * 32, b"n" * 32))
    assert forget(rotating, SALMA, NOW).applications == 1


def test_two_of_three_identifiers_delete_nothing(store, deliver):
    deliver(line_with())
    wrong = Identity(SALMA.cin, SALMA.massar_code, date(2003, 3, 6))
    assert forget(store, wrong, NOW) == Forgotten(0, 0, 0)
    assert isinstance(store.look_up(SALMA, "me", NOON), Found)


def test_the_record_of_a_deletion_names_nobody(store, deliver):
    deliver(line_with())
    digest = store.digests.person(SALMA)
    forget(store, SALMA, NOW)
    assert maintenance(store) == [("forget", 1)]
    assert set(Maintenance.__table__.columns.keys()) == {"id", "at", "action", "applications"}
    with Session(store.engine, future=True) as session:
        left = str([session.execute(select(t.__table__)).all() for t in (Maintenance, Delivery)])
    assert SALMA.cin not in left and digest not in left


def test_no_byte_of_a_forgotten_person_is_left_in_sqlites_files(store, deliver, url, tmp_path):
    if not url.startswith("sqlite"):
        pytest.skip("the files of a PostgreSQL server are not ours")
    deliver(line_with(), line_with(cin="CD1234"))
    digest = store.digests.person(SALMA).encode()
    forget(store, SALMA, NOW)
    assert digest not in b"".join(path.read_bytes() for path in tmp_path.glob("store.db*"))


def test_the_next_delivery_brings_a_forgotten_person_back(store, deliver):
    deliver(line_with())
    forget(store, SALMA, NOW)
    assert deliver(line_with()).added == 1
