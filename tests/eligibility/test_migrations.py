"""The tables that migrations make are those of the models, up and down, with data in them."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import eligibility
from eligibility import EligibilityStore, Found, Identity
from eligibility.demo import DEMO_FILE, seed_demo
from eligibility.engine import engine_for
from eligibility.importing import import_delivery
from eligibility.migrations import downgrade, upgrade
from eligibility.models import ApplicationRow, Base
from eligibility.person import Digests
from eligibility.status import Status
from tests.delivery_files import line_with, write_csv

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
SALMA = Identity("ZZ100001", "Z100000001", date(2005, 3, 5))
ALEMBIC_INI = Path(eligibility.__file__).with_name("alembic.ini")
VERSIONS = ALEMBIC_INI.parent / "migrations" / "versions"


def test_the_newest_migration_makes_the_tables_of_the_models(url):
    upgrade(url)
    with engine_for(url).connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": "eligibility_version"}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_going_up_twice_keeps_what_is_there(store, url):
    seed_demo(store)
    upgrade(url)
    assert isinstance(store.look_up(SALMA, "me", NOON), Found)


def test_going_down_with_data_leaves_nothing_and_up_again_works(store, url):
    seed_demo(store)
    store.look_up(SALMA, "me", NOON)
    downgrade(url, "base")
    assert set(inspect(engine_for(url)).get_table_names()) <= {"eligibility_version"}
    upgrade(url)
    assert seed_demo(store).added > 0


# The databases number the rows themselves, or their counters would stay behind.
FIRST_DELIVERIES = """
INSERT INTO deliveries (name, digest, imported_at) VALUES
  ('october.csv', 'd1', '2026-10-02 00:00:00.000000'),
  ('november.csv', 'd2', '2026-11-03 00:00:00.000000')
"""
FIRST_APPLICATIONS = """
INSERT INTO applications
  (person_digest, key_id, academic_year, university, email_hint, status, since, updated_at)
VALUES
  (:salma, :key_id, '2026-2027', 'UM5', NULL, 'accepted', '2026-11-02 00:00:00.000000',
    '2026-11-12 00:00:00.000000'),
  ('another', :key_id, '2026-2027', 'UIT', 'a•••@uit.ac.ma', 'declared',
    '2026-10-01 00:00:00.000000', '2026-10-01 00:00:00.000000')
"""
FIRST_CHANGES = """
INSERT INTO status_changes (application_id, delivery_id, status, at) VALUES
  (1, 1, 'declared', '2026-10-01 00:00:00.000000'),
  (2, 1, 'declared', '2026-10-01 00:00:00.000000'),
  (1, 2, 'accepted', '2026-11-02 00:00:00.000000')
"""
CONTENT = {
    "applications": "id, person_digest, key_id, academic_year, university, email_hint, status,"
    " since, updated_at",
    "status_changes": "id, application_id, delivery_id, status, at",
    "deliveries": "id, name, digest, imported_at",
}


def content(url) -> dict[str, list[tuple]]:
    with engine_for(url).connect() as connection:
        return {
            table: [
                tuple(map(str, row))
                for row in connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY id"))
            ]
            for table, columns in CONTENT.items()
        }


@pytest.fixture
def first_store(url):
    """A database of the first version with two people in it."""
    upgrade(url, "0001")
    digests = Digests(b"k" * 32)
    with engine_for(url).begin() as connection:
        connection.execute(text(FIRST_DELIVERIES))
        values = {"salma": digests.person(SALMA), "key_id": digests.key_id}
        connection.execute(text(FIRST_APPLICATIONS), values)
        connection.execute(text(FIRST_CHANGES))
    return EligibilityStore(url, digests)


def test_what_is_there_is_kept_by_every_step_up_and_down(first_store, url):
    before = content(url)
    scripts = ScriptDirectory(str(VERSIONS.parent)).walk_revisions()
    newest_first = [script.revision for script in scripts]
    for version in newest_first[::-1]:
        upgrade(url, version)
        assert content(url) == before, f"up to {version}"
    for version in newest_first:
        downgrade(url, version)
        assert content(url) == before, f"down to {version}"
    upgrade(url)
    assert content(url) == before


def test_people_of_the_first_version_are_found_and_their_histories_go_on(
    first_store, url, tmp_path
):
    upgrade(url)
    outcome = first_store.look_up(SALMA, "me", NOON)
    assert isinstance(outcome, Found) and outcome.application.status is Status.ACCEPTED
    late = line_with(
        cin=SALMA.cin,
        massar_code=SALMA.massar_code,
        birth_date=SALMA.birth_date.isoformat(),
        status="incomplete",
        updated_at="2026-10-20",
    )
    import_delivery(first_store, write_csv(tmp_path / "late.csv", late), NOON)
    with Session(first_store.engine, future=True) as session:
        row = session.get(ApplicationRow, 1)
        assert [one.status for one in row.history] == ["declared", "incomplete", "accepted"]
        assert row.delivery.name == "november.csv"


def test_references_hold_after_the_migrations(first_store, url):
    """SQLite's are off while its tables are copied."""
    upgrade(url)
    downgrade(url, "0001")
    upgrade(url)
    orphan = "INSERT INTO status_changes (application_id, delivery_id, status, at) VALUES"
    with pytest.raises(IntegrityError), engine_for(url).begin() as connection:
        connection.execute(text(f"{orphan} (999, 1, 'declared', '2026-10-01 00:00:00.000000')"))


def test_servers_that_start_at_once_migrate_once(url):
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(upgrade, [url] * 3))
    assert "applications" in inspect(engine_for(url)).get_table_names()


def test_the_command_of_alembic_works_on_the_database_of_the_environment(url, monkeypatch):
    monkeypatch.setenv("TAGHTIA_DATABASE_URL", url)
    command.upgrade(Config(str(ALEMBIC_INI)), "head")
    assert "applications" in inspect(engine_for(url)).get_table_names()


def test_the_store_of_the_environment_is_the_one_that_was_migrated(url, monkeypatch, tmp_path):
    monkeypatch.setenv("TAGHTIA_DATABASE_URL", url)
    monkeypatch.setenv("TAGHTIA_KEY_FILE", str(tmp_path / "key"))
    upgrade(url)
    seed_demo(EligibilityStore.from_environment())
    assert isinstance(EligibilityStore.from_environment().look_up(SALMA, "me", NOON), Found)


def test_seeding_again_changes_nothing(store):
    first = seed_demo(store)
    again = seed_demo(store)
    assert (again.added, again.changed) == (0, 0)
    assert again.unchanged == first.added


def test_demo_people_show_every_status_and_are_visibly_invented(store):
    seed_demo(store)
    lines = [line.split(",") for line in DEMO_FILE.read_text(encoding="utf-8").splitlines()[1:]]
    told = set()
    for cin, massar_code, born, *_, email, _ in lines:
        assert cin.startswith("ZZ1000") and massar_code.endswith(cin[-2:])
        assert not email or email.endswith(".example")
        identity = Identity(cin, massar_code, date.fromisoformat(born))
        told.add(store.look_up(identity, "me", NOON).application.status)
    assert told == set(Status)


def test_another_key_finds_nobody(store, url):
    seed_demo(store)
    stranger = EligibilityStore(url, Digests(b"x" * 32))
    assert not isinstance(stranger.look_up(SALMA, "me", NOON), Found)


def test_going_down_from_the_bottom_does_nothing(url):
    upgrade(url)
    downgrade(url, "base")
    downgrade(url, "base")
    assert "applications" not in inspect(engine_for(url)).get_table_names()
