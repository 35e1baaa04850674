"""A copy taken while people write is whole, and put back it holds what it held."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

import eligibility.migrations
import handover.migrations
import insights.migrations
from bot.backup import sqlite_copy
from bot.backup.making import keep_newest, make_backup
from bot.backup.manifest import Manifest
from bot.backup.restoring import check_backup, restore_backup, rows_here
from bot.backup.stores import CannotBackUp, databases
from bot.outbox import Author, Message, Outbox
from bot.outbox.database import open_outbox, outbox_url
from eligibility.demo import seed_demo
from eligibility.engine import engine_for
from eligibility.store import EligibilityStore, database_url
from handover import HandoverStore
from handover.database import handover_url
from handover.states import Role
from identifiers.keys import KeyChain, MasterKey
from identifiers.state import database_address
from identifiers.vault import Vault, vault_url
from insights.database import insights_url
from tests.postgresql import new_database

NAMES = ("DATABASE", "HANDOVER", "INSIGHTS", "OUTBOX", "TRACKER", "VAULT")
AT = datetime(2026, 11, 27, 3, 0, 0)
SECRET = "AB765432"


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request, tmp_path, monkeypatch):
    """Stores with something in each of them, and something in the vault."""
    monkeypatch.setenv("TAGHTIA_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TAGHTIA_KEY", MasterKey.new().encode())
    for name in NAMES:
        monkeypatch.delenv(f"TAGHTIA_{name}_URL", raising=False)
    if request.param == "postgresql":
        with new_database("backup") as url:
            for name in NAMES:
                monkeypatch.setenv(f"TAGHTIA_{name}_URL", url)
            fill()
            yield request.param
            engine_for(url).dispose()
    else:
        fill()
        yield request.param


def fill():
    eligibility.migrations.upgrade(database_url())
    handover.migrations.upgrade(handover_url())
    insights.migrations.upgrade(insights_url())
    seed_demo(EligibilityStore.from_environment())
    HandoverStore.from_environment().accounts.add(
        "amina", "Amina", Role.AGENT, "a long enough password"
    )
    Outbox(open_outbox(outbox_url())).append("c", Message(Author.ASSISTANT, "تغطية", "ar"))
    in_tracker("CREATE TABLE events (id INTEGER PRIMARY KEY, data TEXT)")
    in_tracker("INSERT INTO events VALUES (1, 'slm')")
    Vault(vault_url(), b"v" * 32).hold("c", "cin", SECRET)


def in_tracker(statement):
    url = database_address("TAGHTIA_TRACKER_URL", "tracker.db")
    engine = create_engine(url, future=True)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def everything():
    """Every row of every table, by database and table, but those of the vault."""
    found = {}
    for database in databases():
        engine = create_engine(database.url, future=True)
        with engine.connect() as connection:
            for table in rows_here().get(database.name, {}):
                rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
                found[database.name, table] = sorted(map(repr, rows))
        engine.dispose()
    return found


def test_what_is_put_back_is_what_was_copied_to_the_last_row(stores, tmp_path):
    before = everything()
    assert len(before) > 10 and any("تغطية" in str(rows) for rows in before.values())
    made = make_backup(tmp_path / "copies", AT)
    in_tracker("INSERT INTO events VALUES (2, 'after the copy')")
    in_tracker("DELETE FROM events WHERE id = 1")
    assert everything() != before
    counted = restore_backup(made)
    assert everything() == before
    assert sum(map(len, before.values())) == sum(sum(rows.values()) for rows in counted.values())


def test_no_copy_holds_what_waits_in_the_vault_or_a_key(stores, tmp_path):
    made = make_backup(tmp_path / "copies", AT)
    key = os.environ["TAGHTIA_KEY"].encode()
    content = b"".join(one.read_bytes() for one in made.iterdir())
    assert b"held_identifiers" not in content and SECRET.encode() not in content
    assert key not in content


def test_a_copy_is_for_its_owner_only(stores, tmp_path):
    made = make_backup(tmp_path / "copies", AT)
    modes = {stat.S_IMODE(one.stat().st_mode) for one in made.iterdir() if one.suffix != ".json"}
    assert stat.S_IMODE(made.stat().st_mode) == 0o700 and modes == {0o600}


def test_another_key_is_refused_before_anything_is_replaced(stores, tmp_path, monkeypatch):
    made, before = make_backup(tmp_path / "copies", AT), everything()
    right = os.environ["TAGHTIA_KEY"]
    monkeypatch.setenv("TAGHTIA_KEY", MasterKey.new().encode())
    with pytest.raises(CannotBackUp, match="the key here is not the one of this copy"):
        restore_backup(made)
    assert everything() == before
    # Rotated since: the old key is still there, beside the new one.
    monkeypatch.setenv("TAGHTIA_KEY", f"{right} {MasterKey.new().encode()}")
    assert len(KeyChain.from_environment().keys) == 2
    check_backup(made)


@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_a_damaged_copy_is_noticed_before_anything_is_replaced(stores, tmp_path, damage):
    made, before = make_backup(tmp_path / "copies", AT), everything()
    file = made / Manifest.read(made).databases[-1].file
    if damage == "gone":
        file.unlink()
    else:
        content = file.read_bytes()
        file.write_bytes(content[:-1] if damage == "cut" else content[:-1] + b"\x99")
    with pytest.raises(CannotBackUp, match="missing or damaged"):
        restore_backup(made)
    assert everything() == before


def test_a_copy_of_other_databases_is_refused_by_name(stores, tmp_path, monkeypatch):
    made = make_backup(tmp_path / "copies", AT)
    elsewhere = tmp_path / "elsewhere.db"
    monkeypatch.setenv("TAGHTIA_TRACKER_URL", f"sqlite:///{elsewhere}")
    monkeypatch.setenv("TAGHTIA_OUTBOX_URL", f"sqlite:///{elsewhere}")
    with pytest.raises(CannotBackUp, match="set the TAGHTIA_…_URL variables as they were"):
        check_backup(made)


@pytest.fixture
def busy(tmp_path):
    """A SQLite file in which each transaction adds one row to each of two tables, until asked."""
    file, stop = tmp_path / "busy.db", threading.Event()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript("CREATE TABLE a (n INTEGER); CREATE TABLE b (n INTEGER);")

    def write():
        writer = sqlite3.connect(file, timeout=30)
        for number in range(100_000):
            with writer:
                writer.execute("INSERT INTO a VALUES (?)", (number,))
                writer.execute("INSERT INTO b VALUES (?)", (number,))
            if stop.is_set():
                break
        writer.close()

    thread = threading.Thread(target=write)
    thread.start()
    yield file
    stop.set()
    thread.join()


def test_a_copy_taken_between_writes_holds_whole_transactions(busy, tmp_path):
    for number in range(10):
        rows = sqlite_copy.copy_out(busy, tmp_path / f"copy{number}.db")
        assert rows["a"] == rows["b"]


def test_a_copy_that_fails_leaves_nothing_that_looks_like_one(tmp_path, monkeypatch):
    monkeypatch.setenv("TAGHTIA_STATE", str(tmp_path / "nothing"))
    for name in NAMES:
        monkeypatch.delenv(f"TAGHTIA_{name}_URL", raising=False)
    with pytest.raises(CannotBackUp, match=r"taghtia\.db is not there"):
        make_backup(tmp_path / "copies", AT)
    assert list((tmp_path / "copies").iterdir()) == []


def test_only_the_newest_copies_are_kept_and_nothing_else_is_deleted(tmp_path):
    for day in range(5):
        copy = tmp_path / f"taghtia-{AT + timedelta(days=day):%Y%m%dT%H%M%SZ}"
        copy.mkdir()
        (copy / "manifest.json").write_text(json.dumps({"form": 1}))
    (tmp_path / "taghtia-notes").mkdir()
    assert len(keep_newest(tmp_path, 2)) == 3
    left = sorted(one.name for one in tmp_path.iterdir())
    assert left == ["taghtia-20261130T030000Z", "taghtia-20261201T030000Z", "taghtia-notes"]
