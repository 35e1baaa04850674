"""An import disturbs nobody: people are found meanwhile, and a killed import never was."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from eligibility import EligibilityStore, Found, Identity
from eligibility.deliveries import merging
from eligibility.importing import import_delivery
from eligibility.models import ApplicationRow, Delivery
from eligibility.person import Digests
from tests.delivery_files import NOON, SALMA, line_with, write_csv

KEY = b"k" * 32
PEOPLE = [f"AB{number:06}" for number in range(3000)]


def person(cin: str) -> Identity:
    return Identity(cin, SALMA.massar_code, SALMA.birth_date)


def lines(status: str, on: str) -> list[str]:
    return [line_with(cin=cin, status=status, updated_at=on) for cin in PEOPLE]


@pytest.fixture
def october(store, deliver):
    deliver(*lines("declared", "2026-10-01"), name="october.csv")
    return store


@pytest.fixture
def november(tmp_path):
    return write_csv(tmp_path / "november.csv", *lines("accepted", "2026-11-02"))


def states(store) -> dict[str, int]:
    query = text("SELECT status, count(*) FROM applications GROUP BY status")
    with store.engine.connect() as connection:
        return dict(connection.execute(query).all())


def delivered(store) -> list[str]:
    with Session(store.engine, future=True) as session:
        return list(session.execute(select(Delivery.name)).scalars())


def import_in_process(url: str, path: str) -> None:
    import_delivery(EligibilityStore(url, Digests(KEY)), Path(path), NOON)


def test_people_are_found_with_the_old_or_the_new_state_and_never_missed(october, url, november):
    process = multiprocessing.get_context("spawn").Process(
        target=import_in_process, args=(url, november)
    )
    process.start()
    told: list[str] = []
    while process.is_alive():
        outcome = october.look_up(person(PEOPLE[len(told) % len(PEOPLE)]), f"{len(told)}", NOON)
        assert isinstance(outcome, Found)
        told.append(outcome.application.status.value)
    process.join()
    assert process.exitcode == 0
    assert told == sorted(told, reverse=True), "the new state was told, then the old one"
    assert states(october) == {"accepted": len(PEOPLE)}


def test_while_lines_are_staged_nobody_waits(october, november, monkeypatch):
    """The whole file is staged and not merged yet: the store can be written to as ever."""
    from eligibility import importing

    merge = importing.merge

    def look_up_then_merge(*arguments):
        assert isinstance(october.look_up(person(PEOPLE[0]), "me", NOON), Found)
        return merge(*arguments)

    monkeypatch.setattr(importing, "merge", look_up_then_merge)
    assert import_delivery(october, november, NOON).changed == len(PEOPLE)


def test_on_postgresql_nobody_waits_for_the_merge_either(october, url, november, monkeypatch):
    if not url.startswith("postgresql"):
        pytest.skip("SQLite has one writer at a time: look-ups wait")
    execute = merging._execute
    told = []

    def look_up_then_execute(connection, statement, values):
        outcome = october.look_up(person(PEOPLE[0]), "me", NOON)
        told.append(outcome.application.status.value)
        return execute(connection, statement, values)

    monkeypatch.setattr(merging, "_execute", look_up_then_execute)
    import_delivery(october, november, NOON)
    assert len(told) >= 7 and set(told) == {"declared"}


def test_a_look_up_that_comes_inside_the_merge_is_answered_after_it(october, november, monkeypatch):
    execute = merging._execute
    told = []

    def ask():
        told.append(october.look_up(person(PEOPLE[0]), "me", NOON))

    asking = threading.Thread(target=ask)

    def start_asking(connection, statement, values):
        if not asking.ident:
            asking.start()
        return execute(connection, statement, values)

    monkeypatch.setattr(merging, "_execute", start_asking)
    import_delivery(october, november, NOON)
    asking.join(timeout=60)
    assert isinstance(told[0], Found)


def test_two_imports_at_once_end_as_if_one_had_come_after_the_other(store, url, tmp_path):
    files = [
        write_csv(tmp_path / f"{month}.csv", *lines(status, f"2026-{month}-01"))
        for month, status in ((10, "declared"), (11, "accepted"), (12, "incomplete"))
    ]
    context = multiprocessing.get_context("spawn")
    imports = [context.Process(target=import_in_process, args=(url, file)) for file in files]
    for one in imports:
        one.start()
    for one in imports:
        one.join()
    assert [one.exitcode for one in imports] == [0, 0, 0]
    assert states(store) == {"incomplete": len(PEOPLE)}
    with Session(store.engine, future=True) as session:
        rows = session.execute(select(ApplicationRow).limit(20)).scalars()
        assert {tuple(one.status for one in row.history) for row in rows} == {
            ("declared", "accepted", "incomplete")
        }


def die_while_staging(url: str, path: str) -> None:
    def die(share: float) -> None:
        if share > 0.3:
            os.kill(os.getpid(), signal.SIGKILL)

    import_delivery(EligibilityStore(url, Digests(KEY)), path, NOON, die)


def die_before_the_commit(url: str, path: str) -> None:
    execute = merging._execute

    def execute_and_die(connection, statement, values):
        done = execute(connection, statement, values)
        if statement is merging.sql.ADD_APPLICATIONS:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    merging._execute = execute_and_die
    import_delivery(EligibilityStore(url, Digests(KEY)), path, NOON)


@pytest.mark.parametrize("crash", [die_while_staging, die_before_the_commit])
def test_an_import_that_is_killed_never_was_and_can_be_done_again(october, url, november, crash):
    process = multiprocessing.get_context("spawn").Process(target=crash, args=(url, november))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert states(october) == {"declared": len(PEOPLE)}
    assert delivered(october) == ["october.csv"]
    assert import_delivery(october, november, NOON).changed == len(PEOPLE)
    assert states(october) == {"accepted": len(PEOPLE)}


def test_a_failure_inside_the_merge_leaves_nothing_of_it(october, november, monkeypatch):
    execute = merging._execute

    def fail_at_the_end(connection, statement, values):
        if statement is merging.sql.ADD_APPLICATIONS:
            raise RuntimeError("disk full")
        return execute(connection, statement, values)

    monkeypatch.setattr(merging, "_execute", fail_at_the_end)
    with pytest.raises(RuntimeError, match="disk full"):
        import_delivery(october, november, NOON)
    assert states(october) == {"declared": len(PEOPLE)}
    assert delivered(october) == ["october.csv"]


def test_staged_lines_are_nobody_elses_and_leave_nothing(october, november):
    import_delivery(october, november, NOON)
    tables = inspect(october.engine).get_table_names()
    assert not [table for table in tables if "staged" in table]
    import_delivery(october, november, NOON)  # the connection is not one that was used before


def peak_kib(url: str, path: str) -> int:
    import_in_process(url, path)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def test_the_memory_needed_does_not_grow_with_the_file(store, url, tmp_path):
    """15 times the lines; held in memory they would take some 25 MiB more."""
    many = [line_with(cin=f"AC{number:06}") for number in range(30_000)]
    peaks = []
    for number, count in enumerate((2_000, 30_000)):
        path = write_csv(tmp_path / f"{number}.csv", *many[:count])
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            peaks.append(pool.submit(peak_kib, url, str(path)).result())
    cache = 12 * 1024 if url.startswith("sqlite") else 0
    assert peaks[1] - peaks[0] < 8 * 1024 + cache


def test_waiting_for_the_store_is_bounded(october, url):
    """A writer that never ends does not hang a look-up for ever."""
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL's look-ups wait for nobody else's applications")
    with october.engine.connect() as connection:
        timeout = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert 5_000 <= timeout <= 30_000
