"""What deliveries leave in the store: the newest state, its beginning, and nothing by halves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eligibility import Found, NotFound
from eligibility.deliveries.staging import ROWS_AT_ONCE
from eligibility.importing import ImportRefused, ImportReport, import_delivery
from eligibility.models import ApplicationRow, Delivery, StatusChange
from eligibility.status import Status
from tests.delivery_files import NOON, SALMA, line_with, write_csv


def line(status="declared", on="2026-10-01", year="2026-2027", university="UM5", **cells):
    return line_with(
        status=status, updated_at=on, academic_year=year, university=university, **cells
    )


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.added, report.changed, report.unchanged


def application(store):
    outcome = store.look_up(SALMA, "me", NOON)
    assert isinstance(outcome, Found)
    return outcome.application


def stored(store, table) -> int:
    with Session(store.engine, future=True) as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_same_delivery_twice_changes_nothing(store, deliver):
    assert counts(deliver(line())) == (1, 0, 0)
    before = application(store)
    assert counts(deliver(line())) == (0, 0, 1)
    assert application(store) == before


def test_a_state_confirmed_later_keeps_its_beginning(store, deliver):
    deliver(line("declared", "2026-10-01"))
    assert counts(deliver(line("declared", "2026-11-12"))) == (0, 1, 0)
    assert application(store).since == datetime(2026, 10, 1, tzinfo=timezone.utc)
    assert application(store).as_of == datetime(2026, 11, 12, tzinfo=timezone.utc)
    assert stored(store, StatusChange) == 1


def test_an_older_delivery_that_comes_late_does_not_replace_the_state(store, deliver):
    deliver(line("accepted", "2026-11-12"))
    before = application(store)
    assert counts(deliver(line("declared", "2026-11-11", university="UIT"))) == (0, 1, 0)
    after = application(store)
    assert [change.status for change in after.history] == [Status.DECLARED, Status.ACCEPTED]
    assert replace(after, history=before.history) == before


def test_of_two_deliveries_of_one_day_the_later_is_believed(store, deliver):
    deliver(line("under_verification", "2026-11-12"))
    assert counts(deliver(line("accepted", "2026-11-12"))) == (0, 1, 0)
    assert application(store).status is Status.ACCEPTED


def test_only_the_university_corrected_on_the_same_day_is_a_change(store, deliver):
    deliver(line("accepted", "2026-11-12"))
    assert counts(deliver(line("accepted", "2026-11-12", university="UIT"))) == (0, 1, 0)
    assert application(store).university == "UIT"
    assert stored(store, StatusChange) == 1


def test_an_email_that_is_taken_back_is_forgotten(store, deliver):
    deliver(line(on="2026-11-11"))
    deliver(line(on="2026-11-12", email=""))
    assert application(store).email_hint is None


def test_several_states_of_one_person_in_one_file_end_in_the_newest(store, deliver):
    report = deliver(
        line("under_verification", "2026-10-05"),
        line("accepted", "2026-11-12"),
        line("declared", "2026-10-01"),
    )
    assert counts(report) == (1, 0, 0)
    assert report.lines == 3
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


def test_known_new_and_changed_people_of_one_file_are_told_apart(deliver):
    deliver(line(cin="AA100001"), line(cin="AA100002"))
    report = deliver(
        line(cin="AA100001"),
        line("accepted", "2026-11-02", cin="AA100002"),
        line(cin="AA100003"),
        line(cin="AA100004"),
    )
    assert counts(report) == (2, 1, 1)


def test_a_file_of_several_batches_is_taken_in_whole(store, deliver):
    many = [line(cin=f"AB{n:06}") for n in range(ROWS_AT_ONCE + 3)]
    report = deliver(*many, many[0])
    assert counts(report) == (ROWS_AT_ONCE + 3, 0, 0)
    assert report.lines == ROWS_AT_ONCE + 4
    assert stored(store, ApplicationRow) == stored(store, StatusChange) == ROWS_AT_ONCE + 3


def test_a_refused_file_leaves_no_trace(store, deliver):
    with pytest.raises(ImportRefused):
        deliver(line(), line(status="?"))
    assert store.look_up(SALMA, "me", NOON) == NotFound()
    assert {stored(store, table) for table in (ApplicationRow, StatusChange, Delivery)} == {0}


def test_a_very_long_file_name_is_no_obstacle(store, deliver):
    deliver(line(), name="d" * 240 + ".csv")
    assert application(store).status is Status.DECLARED


def test_texts_that_databases_write_in_a_special_way_arrive_as_they_are(store, deliver):
    name = 'Fès "\\N", \\.\t;\'%s'
    deliver(line(university=f'"{name.replace(chr(34), chr(34) * 2).replace(chr(9), " ")}"'))
    assert application(store).university == name.replace("\t", " ")


def test_rows_know_which_key_they_were_made_with(store, deliver):
    deliver(line())
    with Session(store.engine, future=True) as session:
        row = session.execute(select(ApplicationRow)).scalar_one()
    assert row.key_id == store.digests.key_id
    assert row.person_digest == store.digests.person(SALMA)


def test_a_delivery_is_recorded_with_its_name_and_content(store, deliver, tmp_path):
    deliver(line(), name="october.csv")
    with Session(store.engine, future=True) as session:
        delivery = session.execute(select(Delivery)).scalar_one()
        (row,) = session.execute(select(ApplicationRow)).scalars()
    assert delivery.name == "october.csv"
    assert len(delivery.digest) == 64
    assert delivery.imported_at == NOON.replace(tzinfo=None)
    assert row.delivery_id == delivery.id


def test_progress_goes_from_nothing_to_all(store, tmp_path):
    path = write_csv(tmp_path / "many.csv", *(line(cin=f"AB{n:06}") for n in range(6000)))
    told: list[float] = []
    import_delivery(store, path, NOON, told.append)
    assert told == sorted(told)
    assert 0 <= told[0] < told[-1] == 1
    assert len(told) > 2
