"""Held identifiers: encrypted, for one conversation, for a while."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta, timezone

import pytest

from identifiers.keys import MasterKey
from identifiers.placeholders import write_placeholder
from identifiers.vault import Vault

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def vault(tmp_path, clock):
    return Vault(f"sqlite:///{tmp_path / 'vault.db'}", b"k" * 32, clock=clock)


def held(vault, conversation="me"):
    return write_placeholder("cin", vault.hold(conversation, "cin", "AB123456"))


def test_a_value_opens_in_its_own_conversation_only(vault):
    placeholder = held(vault)
    assert vault.reveal("me", placeholder).value == "AB123456"
    assert vault.reveal("you", placeholder) is None


def test_a_value_is_gone_after_its_time(vault, clock):
    placeholder = held(vault)
    clock.now = NOON + timedelta(minutes=31)
    assert vault.reveal("me", placeholder) is None
    assert vault.purge() == 1


def test_forgetting_deletes_what_a_conversation_gave(vault):
    placeholder, other = held(vault), held(vault, "you")
    assert vault.forget("me") == 1
    assert vault.reveal("me", placeholder) is None
    assert vault.reveal("you", other) is not None


def test_nothing_readable_is_on_the_disk(vault, tmp_path):
    held(vault)
    dump = "\n".join(sqlite3.connect(tmp_path / "vault.db").iterdump())
    assert "AB123456" not in dump and "'me'" not in dump


def test_the_key_file_is_made_once_and_for_its_owner_only(tmp_path, monkeypatch):
    path = tmp_path / "state" / "key"
    monkeypatch.delenv("TAGHTIA_KEY", raising=False)
    monkeypatch.setenv("TAGHTIA_KEY_FILE", str(path))
    first = MasterKey.from_environment().derive("vault")
    assert MasterKey.from_environment().derive("vault") == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert MasterKey.from_environment().derive("digest") != first


def test_a_bad_key_says_where_it_was_read_and_not_what_it_is(monkeypatch):
    monkeypatch.setenv("TAGHTIA_KEY", "not-a-key")
    with pytest.raises(ValueError, match="TAGHTIA_KEY does not hold a key") as refused:
        MasterKey.from_environment()
    assert "not-a-key" not in str(refused.value)
