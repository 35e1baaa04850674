"""The tables that migrations make are those of the models, up and down, with data in them."""

from __future__ import annotations

import multiprocessing
from datetime import date, datetime, timezone
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect

import eligibility
from eligibility import EligibilityStore, Found, Identity
from eligibility.demo import DEMO_FILE, seed_demo
from eligibility.engine import engine_for
from eligibility.migrations import downgrade, upgrade
from eligibility.models import Base
from eligibility.person import Digests
from eligibility.status import Status

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
SALMA = Identity("ZZ100001", "Z100000001", date(2005, 3, 5))
ALEMBIC_INI = Path(eligibility.__file__).with_name("alembic.ini")


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


def test_servers_that_start_at_once_migrate_once(url):
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.map(upgrade, [url] * 3)
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
