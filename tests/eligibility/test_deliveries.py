"""What deliveries leave in the store: the newest state and its past, and nothing by halves."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eligibility import Found, Identity, NotFound
from eligibility.csv_rows import COLUMNS
from eligibility.importing import LINES_AT_ONCE, ImportRefused, ImportReport, import_csv
from eligibility.models import ApplicationRow, Delivery, StatusChange
from eligibility.status import Status

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
SALMA = Identity("AB123456", "G123456789", date(2003, 3, 5))


def line(status="declared", on="2026-10-01", year="2026-2027", university="UM5", cin="AB123456"):
    return f"{cin},G123456789,2003-03-05,{university},{year},{status},salma@um5.ac.ma,{on}"


@pytest.fixture
def deliver(store, tmp_path):
    def write_and_import(*lines, name="delivery.csv"):
        path = tmp_path / name
        path.write_text("\n".join([",".join(COLUMNS), *lines]), encoding="utf-8")
        return import_csv(store, path, NOON)

    return write_and_import


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.added, report.updated, report.unchanged


def application(store):
    outcome = store.look_up(SALMA, "me", NOON)
    assert isinstance(outcome, Found)
    return outcome.application


def history(store) -> list[tuple[str, datetime, str]]:
    query = (
        select(StatusChange.status, StatusChange.at, Delivery.name)
        .join(Delivery, Delivery.id == StatusChange.delivery_id)
        .order_by(StatusChange.id)
    )
    with Session(store.engine, future=True) as session:
        return [tuple(row) for row in session.execute(query)]


def test_the_same_delivery_twice_changes_nothing(store, deliver):
    assert counts(deliver(line())) == (1, 0, 0)
    before = application(store)
    assert counts(deliver(line())) == (0, 0, 1)
    assert application(store) == before


def test_every_state_is_kept_with_its_time_and_its_delivery(store, deliver):
    deliver(line("declared", "2026-10-01"), name="october.csv")
    deliver(line("under_verification", "2026-11-02"), name="november.csv")
    deliver(line("accepted", "2026-11-20"), name="november-2.csv")
    assert history(store) == [
        ("declared", datetime(2026, 10, 1), "october.csv"),
        ("under_verification", datetime(2026, 11, 2), "november.csv"),
        ("accepted", datetime(2026, 11, 20), "november-2.csv"),
    ]


def test_a_state_confirmed_later_keeps_its_beginning(store, deliver):
    deliver(line("declared", "2026-10-01"))
    assert counts(deliver(line("declared", "2026-11-12"))) == (0, 1, 0)
    assert application(store).since == datetime(2026, 10, 1, tzinfo=timezone.utc)
    assert application(store).as_of == datetime(2026, 11, 12, tzinfo=timezone.utc)
    assert len(history(store)) == 1


def test_an_older_delivery_that_comes_late_changes_nothing(store, deliver):
    deliver(line("accepted", "2026-11-12"))
    before = application(store)
    assert counts(deliver(line("declared", "2026-11-11", university="UIT"))) == (0, 0, 1)
    assert application(store) == before


def test_of_two_deliveries_of_one_day_the_later_is_believed(store, deliver):
    deliver(line("under_verification", "2026-11-12"))
    assert counts(deliver(line("accepted", "2026-11-12"))) == (0, 1, 0)
    assert application(store).status is Status.ACCEPTED


def test_several_states_of_one_person_in_one_file_end_in_the_newest(store, deliver):
    report = deliver(
        line("under_verification", "2026-10-05"),
        line("accepted", "2026-11-12"),
        line("declared", "2026-10-01"),
    )
    assert counts(report) == (1, 1, 1)
    assert application(store).status is Status.ACCEPTED


def test_each_academic_year_has_a_state_of_its_own_and_the_newest_is_told(store, deliver):
    deliver(
        line("declared", "2026-10-01", "2026-2027"),
        line("rejected_other_coverage", "2025-12-01", "2025-2026"),
    )
    assert application(store).academic_year == "2026-2027"
    assert application(store).status is Status.DECLARED


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_stored_and_told(store, deliver, status):
    deliver(line(status.value))
    assert application(store).status is status


def test_a_file_of_several_batches_is_taken_in_whole(store, deliver):
    many = [line(cin=f"AB{n:06}") for n in range(LINES_AT_ONCE + 3)]
    assert counts(deliver(*many, many[0])) == (LINES_AT_ONCE + 3, 0, 1)


def test_a_failure_in_the_last_batch_leaves_nothing(store, deliver, monkeypatch):
    many = [line(cin=f"AB{n:06}") for n in range(LINES_AT_ONCE + 1)]
    digests = iter(range(LINES_AT_ONCE))

    def fail_late(self, identity):
        next(digests)
        return identity.cin.ljust(64, "0")

    monkeypatch.setattr("eligibility.person.Digests.person", fail_late)
    with pytest.raises(RuntimeError):
        deliver(*many)
    with Session(store.engine, future=True) as session:
        for table in (ApplicationRow, StatusChange, Delivery):
            assert session.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_a_refused_file_leaves_no_trace(store, deliver):
    with pytest.raises(ImportRefused):
        deliver(line(), line(status="?"))
    assert store.look_up(SALMA, "me", NOON) == NotFound()
    assert history(store) == []


def test_a_very_long_file_name_is_no_obstacle(store, deliver):
    deliver(line(), name="d" * 240 + ".csv")
    assert application(store).status is Status.DECLARED


def test_rows_know_which_key_they_were_made_with(store, deliver):
    deliver(line())
    with Session(store.engine, future=True) as session:
        row = session.execute(select(ApplicationRow)).scalar_one()
    assert row.key_id == store.digests.key_id
    assert row.person_digest == store.digests.person(SALMA)
