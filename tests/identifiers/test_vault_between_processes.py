"""The gate writes and the action server reads: two processes, one vault, nothing readable in it."""

from __future__ import annotations

import multiprocessing
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from identifiers.placeholders import write_placeholder
from identifiers.vault import Held, Vault

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
KEY = b"k" * 32


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'deep' / 'vault.db'}"


def rows(url):
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        return connection.execute("SELECT * FROM held_identifiers").fetchall()


def hold_many(url, conversation):
    vault = Vault(url, KEY)
    return [vault.hold(conversation, "cin", f"AB{n:06}") for n in range(30)]


def test_processes_that_start_at_once_write_and_read_each_other(url):
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        conversations = ["a", "b", "c"]
        references = pool.starmap(hold_many, [(url, name) for name in conversations])
    vault = Vault(url, KEY)
    for conversation, mine in zip(conversations, references, strict=True):
        values = [vault.reveal(conversation, reference).value for reference in mine]
        assert values == [f"AB{n:06}" for n in range(30)]


def test_threads_of_one_process_share_a_vault(url):
    vault = Vault(url, KEY)

    def round_trip(number: int) -> str:
        return vault.reveal("me", vault.hold("me", "number", str(number))).value

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(round_trip, range(100))) == [str(n) for n in range(100)]


def test_a_value_opens_by_its_placeholder_or_its_bare_reference(url):
    vault = Vault(url, KEY)
    reference = vault.hold("me", "birth_date", "5 mars 2003")
    assert vault.reveal("me", reference) == Held("birth_date", "5 mars 2003")
    assert vault.reveal("me", write_placeholder("birth_date", reference)) == Held(
        "birth_date", "5 mars 2003"
    )


@pytest.mark.parametrize("text", ["", "None", "<cin:00000000>", "AB123456", "%", "' OR 1=1 --"])
def test_what_is_no_reference_opens_nothing(url, text):
    vault = Vault(url, KEY)
    vault.hold("me", "cin", "AB123456")
    assert vault.reveal("me", text) is None


def test_another_key_opens_nothing(url):
    reference = Vault(url, KEY).hold("me", "cin", "AB123456")
    assert Vault(url, b"x" * 32).reveal("me", reference) is None


def test_a_row_moved_into_another_conversation_stays_closed(url):
    """Whoever can write to the database still cannot read what a conversation gave."""
    vault = Vault(url, KEY)
    reference = vault.hold("victim", "cin", "AB123456")
    vault.hold("thief", "cin", "XX000000")
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        (thief,) = {row[1] for row in rows(url)} - {
            row[1] for row in rows(url) if row[0] == reference
        }
        connection.execute(
            "UPDATE held_identifiers SET conversation = ? WHERE reference = ?", (thief, reference)
        )
    assert vault.reveal("thief", reference) is None


def test_a_damaged_row_opens_nothing(url):
    vault = Vault(url, KEY)
    reference = vault.hold("me", "cin", "AB123456")
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE held_identifiers SET ciphertext = 'damaged'")
    assert vault.reveal("me", reference) is None


def test_the_same_value_held_twice_looks_different(url):
    vault = Vault(url, KEY)
    vault.hold("me", "cin", "AB123456")
    vault.hold("me", "cin", "AB123456")
    first, second = rows(url)
    assert first[3] != second[3]


def test_a_value_opens_until_its_last_moment_and_not_after(url):
    moment = [NOON]
    vault = Vault(url, KEY, timedelta(minutes=30), clock=lambda: moment[0])
    reference = vault.hold("me", "cin", "AB123456")
    moment[0] = NOON + timedelta(minutes=30) - timedelta(seconds=1)
    assert vault.reveal("me", reference) is not None
    moment[0] = NOON + timedelta(minutes=30)
    assert vault.reveal("me", reference) is None


def test_holding_a_value_deletes_what_has_expired(url):
    moment = [NOON]
    vault = Vault(url, KEY, clock=lambda: moment[0])
    vault.hold("me", "cin", "AB123456")
    moment[0] = NOON + timedelta(hours=1)
    kept = vault.hold("me", "cin", "AB123456")
    assert [row[0] for row in rows(url)] == [kept]


def test_a_purge_at_a_given_time_counts_what_it_deletes(url):
    vault = Vault(url, KEY, clock=lambda: NOON)
    vault.hold("me", "cin", "AB123456")
    assert vault.purge(NOON) == 0
    assert vault.purge(NOON + timedelta(hours=1)) == 1


def test_a_conversation_without_values_has_nothing_to_forget(url):
    assert Vault(url, KEY).forget("me") == 0


def test_the_file_is_for_its_owner_only(url, tmp_path):
    Vault(url, KEY).hold("me", "cin", "AB123456")
    assert stat.S_IMODE((tmp_path / "deep" / "vault.db").stat().st_mode) == 0o600


def test_what_is_held_does_not_show_itself(url):
    vault = Vault(url, KEY)
    held = vault.reveal("me", vault.hold("me", "cin", "AB123456"))
    assert "AB123456" not in f"{held!r} {held}"


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(st.characters(exclude_categories=["Cs"]), max_size=3000))
def test_any_text_comes_back_as_it_was(url, value):
    vault = Vault(url, KEY)
    assert vault.reveal("me", vault.hold("me", "number", value)).value == value
