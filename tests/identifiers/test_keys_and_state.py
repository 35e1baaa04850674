"""One key an installation, made once; files where the environment says, for their owner only."""

from __future__ import annotations

import base64
import multiprocessing
import os
import stat
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from identifiers.key_file import key_file
from identifiers.keys import MasterKey
from identifiers.state import PROJECT, database_address, open_database, state_directory
from identifiers.vault import Vault, vault_url

VARIABLES = ("TAGHTIA_KEY", "TAGHTIA_KEY_FILE", "TAGHTIA_STATE", "TAGHTIA_VAULT_URL")
SECRET = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def derived_with_key_file(path):
    os.environ["TAGHTIA_KEY_FILE"] = path
    return MasterKey.from_environment().derive("vault").hex()


def test_processes_that_start_at_once_agree_on_one_key(tmp_path):
    path = tmp_path / "new" / "taghtia.key"
    with ProcessPoolExecutor(4, mp_context=multiprocessing.get_context("spawn")) as pool:
        keys = list(pool.map(derived_with_key_file, [str(path)] * 8))
    assert len(set(keys)) == 1
    assert [entry.name for entry in path.parent.iterdir()] == ["taghtia.key"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_whoever_comes_second_keeps_the_first_ones_key(tmp_path, monkeypatch):
    monkeypatch.setenv("TAGHTIA_KEY_FILE", str(tmp_path / "taghtia.key"))
    monkeypatch.setattr(Path, "exists", lambda _: False)  # both looked before either wrote
    first = MasterKey.from_environment().derive("vault")
    assert MasterKey.from_environment().derive("vault") == first
    assert [entry.name for entry in tmp_path.iterdir()] == ["taghtia.key"]


def test_the_environment_comes_before_the_file(tmp_path, monkeypatch):
    monkeypatch.setenv("TAGHTIA_KEY_FILE", str(tmp_path / "never-made"))
    monkeypatch.setenv("TAGHTIA_KEY", f"{SECRET}\n")
    given = MasterKey.from_environment().derive("vault")
    assert given == MasterKey(bytes(range(32))).derive("vault")
    assert not (tmp_path / "never-made").exists()


def test_each_purpose_has_a_key_of_its_own_that_stays_the_same():
    key = MasterKey(bytes(range(32)))
    purposes = ["vault", "digest", "pseudonym", "conversation"]
    keys = {purpose: key.derive(purpose) for purpose in purposes}
    assert len(set(keys.values())) == len(purposes)
    assert all(len(derived) == 32 for derived in keys.values())
    assert keys == {p: MasterKey(bytes(range(32))).derive(p) for p in purposes}


def test_the_derivation_never_changes():
    """Another derivation would make every stored digest unfindable."""
    expected = "dfd43497d1135210a3ae67a43939ae1b"
    assert MasterKey(bytes(range(32))).derive("digest").hex().startswith(expected)


@pytest.mark.parametrize("text", ["", "short", "AAAA", "é" * 44, SECRET[:-4], SECRET + SECRET])
def test_a_file_without_a_key_is_named_and_not_quoted(tmp_path, monkeypatch, text):
    path = tmp_path / "taghtia.key"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("TAGHTIA_KEY_FILE", str(path))
    with pytest.raises(ValueError, match="does not hold a key: make one with") as refused:
        MasterKey.from_environment()
    assert str(path) in str(refused.value)
    assert not text or text not in str(refused.value)


def test_a_key_does_not_show_itself():
    key = MasterKey(b"s" * 32)
    assert "ssss" not in f"{key!r} {key}"


def test_a_relative_key_file_is_one_of_the_project(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAGHTIA_KEY_FILE", "var/other.key")
    assert key_file() == PROJECT / "var" / "other.key"


def test_the_state_directory_holds_all_that_is_not_named(monkeypatch, tmp_path):
    assert state_directory() == PROJECT / "var"
    monkeypatch.setenv("TAGHTIA_STATE", str(tmp_path))
    assert key_file() == tmp_path / "taghtia.key"
    assert vault_url() == f"sqlite:///{tmp_path / 'vault.db'}"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("sqlite:///var/vault.db", f"sqlite:///{PROJECT / 'var' / 'vault.db'}"),
        ("sqlite:////srv/vault.db", "sqlite:////srv/vault.db"),
        ("sqlite://", "sqlite://"),
        ("postgresql://me:secret@db/vault", "postgresql://me:secret@db/vault"),
    ],
)
def test_a_relative_database_is_one_of_the_project(monkeypatch, tmp_path, given, expected):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAGHTIA_VAULT_URL", given)
    assert database_address("TAGHTIA_VAULT_URL", "vault.db") == expected


@pytest.mark.parametrize("given", ["nonsense", "me:secret@db/vault"])
def test_what_is_no_address_is_named_by_its_variable_and_not_quoted(monkeypatch, given):
    monkeypatch.setenv("TAGHTIA_VAULT_URL", given)
    with pytest.raises(ValueError, match="TAGHTIA_VAULT_URL is no database address") as refused:
        vault_url()
    assert given not in str(refused.value)


def test_the_vault_of_the_environment_is_one_a_process(monkeypatch, tmp_path):
    monkeypatch.setenv("TAGHTIA_STATE", str(tmp_path))
    reference = Vault.from_environment().hold("me", "cin", "AB123456")
    assert Vault.from_environment() is Vault.from_environment()
    assert Vault.from_environment().reveal("me", reference).value == "AB123456"


def test_a_database_error_does_not_quote_what_was_asked(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(Exception, match="no such table") as failed, engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO missing VALUES (?)", ("AB123456",))
    assert "AB123456" not in str(failed.value)


def test_opening_a_database_again_leaves_the_locks_of_this_process_alone(tmp_path):
    """Else another process takes the log of a running server away, and what stood in it."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    with open_database(url).connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        open_database(url)
        code = "import sqlite3, sys; sqlite3.connect(sys.argv[1], 0).execute('BEGIN IMMEDIATE')"
        other = [sys.executable, "-c", code, str(tmp_path / "x.db")]
        done = subprocess.run(other, capture_output=True, text=True, timeout=60)
    assert "database is locked" in done.stderr
