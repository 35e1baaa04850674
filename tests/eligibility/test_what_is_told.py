"""A look-up tells every year, its history in order, and the delivery that the data came with."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from sqlalchemy import text

from eligibility import Found, Identity
from eligibility.academic_year import academic_year_on
from eligibility.deliveries.lines import COLUMNS
from eligibility.engine import engine_for
from eligibility.importing import import_delivery
from eligibility.migrations import downgrade, upgrade
from eligibility.outcome import StateChange
from eligibility.person import Digests
from eligibility.status import DeliveryKind, Status
from eligibility.store import EligibilityStore

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
SALMA = Identity("AB123456", "G123456789", date(2003, 3, 5))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)


def line(status="declared", on="2026-10-01", year="2026-2027"):
    return f"AB123456,G123456789,2003-03-05,UM5,{year},{status},,{on}"


@pytest.fixture
def deliver(store, tmp_path):
    def write_and_import(*lines, at=NOON):
        path = tmp_path / "delivery.csv"
        path.write_text("\n".join([",".join(COLUMNS), *lines]), encoding="utf-8")
        import_delivery(store, path, at)

    return write_and_import


def applications(store):
    outcome = store.look_up(SALMA, "me", NOON)
    assert isinstance(outcome, Found)
    return outcome.applications


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 8, 31), "2025-2026"),
        (date(2026, 9, 1), "2026-2027"),
        (date(2026, 12, 31), "2026-2027"),
        (date(2027, 1, 1), "2026-2027"),
    ],
)
def test_an_academic_year_begins_in_september(day, year):
    assert academic_year_on(day) == year


def test_every_year_is_told_the_newest_first(store, deliver):
    deliver(
        line("accepted", "2024-11-01", "2024-2025"),
        line("declared", "2026-10-01", "2026-2027"),
        line("incomplete", "2025-11-01", "2025-2026"),
    )
    assert [one.academic_year for one in applications(store)] == [
        "2026-2027",
        "2025-2026",
        "2024-2025",
    ]


def test_the_history_is_in_order_each_state_with_its_beginning(store, deliver):
    deliver(line("declared", "2026-10-01"))
    deliver(line("declared", "2026-10-15"))
    deliver(line("under_verification", "2026-11-02"))
    deliver(line("accepted", "2026-11-20"))
    (one,) = applications(store)
    assert one.history == (
        StateChange(Status.DECLARED, utc(2026, 10, 1)),
        StateChange(Status.UNDER_VERIFICATION, utc(2026, 11, 2)),
        StateChange(Status.ACCEPTED, utc(2026, 11, 20)),
    )


def test_the_delivery_is_the_newest_that_brought_what_is_told(store, deliver):
    deliver(line("declared", "2026-10-01"), at=utc(2026, 10, 2, 8))
    deliver(line("declared", "2026-11-12"), at=utc(2026, 11, 13, 9))
    deliver(line("declared", "2026-09-30"), at=utc(2026, 11, 14, 9))
    (one,) = applications(store)
    assert one.received == utc(2026, 11, 13, 9)
    # The late line says that the state began earlier; what is known is as new as before.
    assert one.as_of == utc(2026, 11, 12) and one.since == utc(2026, 9, 30)
    assert one.source is DeliveryKind.FILE


AT_0001 = """
INSERT INTO deliveries (id, name, digest, imported_at) VALUES
 (1, 'october.csv', 'd1', '2026-10-02 08:00:00'), (2, 'november.csv', 'd2', '2026-11-13 09:00:00');
INSERT INTO applications
 (id, person_digest, key_id, academic_year, university, status, since, updated_at) VALUES
 (7, '{person}', 'k', '2026-2027', 'UM5', 'accepted', '2026-11-12 00:00:00', '2026-11-12 00:00:00');
INSERT INTO status_changes (id, application_id, delivery_id, status, at) VALUES
 (1, 7, 1, 'declared', '2026-10-01 00:00:00'), (2, 7, 2, 'accepted', '2026-11-12 00:00:00');
INSERT INTO wrong_tries (id, subject, at) VALUES (1, 's', '2026-11-24 11:59:00');
"""
OPEN_TRY = """
INSERT INTO wrong_tries (id, subject, at, answered) VALUES (9, 'o', '2026-11-24 11:59:00', false)
"""
ORPHAN = """
INSERT INTO status_changes (id, application_id, delivery_id, status, at)
 VALUES (1, 99, 99, 'declared', '2026-10-01 00:00:00')
"""


def run(url: str, statements: str) -> None:
    with engine_for(url).begin() as connection:
        for statement in filter(str.strip, statements.split(";")):
            connection.execute(text(statement))


def test_what_older_tables_hold_is_told_after_the_migration_and_survives_going_back(url):
    digests = Digests(b"k" * 32)
    upgrade(url, "0001")
    run(url, AT_0001.format(person=digests.person(SALMA)))
    upgrade(url, "0010")
    store = EligibilityStore(url, digests)
    (one,) = applications(store)
    assert one.received == utc(2026, 11, 13, 9) and one.source is DeliveryKind.FILE
    assert [change.status for change in one.history] == [Status.DECLARED, Status.ACCEPTED]
    run(url, OPEN_TRY)
    downgrade(url, "0001")
    with engine_for(url).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM status_changes")).scalar() == 2
        assert connection.execute(text("SELECT id FROM wrong_tries")).scalars().all() == [1]
    upgrade(url, "0010")
    assert applications(store) == (one,)


def test_references_are_still_kept_after_a_migration(url):
    upgrade(url)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        run(url, ORPHAN)
