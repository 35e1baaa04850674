"""Identifiers that nobody comes back for are deleted all the same."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import datetime, timedelta, timezone

import pytest
import yaml

from bot.gate import sweep as module
from bot.gate.sweep import sweep
from identifiers.state import PROJECT
from identifiers.vault import LIFETIME, Vault
from identifiers.vault_store import VaultUnavailable

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


class Pauses:
    """Ends the sweep after some pauses; each lets time pass."""

    def __init__(self, number, meanwhile=lambda: None):
        self.left = number
        self.meanwhile = meanwhile
        self.lengths: list[float] = []

    async def __call__(self, seconds):
        self.lengths.append(seconds)
        self.meanwhile()
        self.left -= 1
        if not self.left:
            raise asyncio.CancelledError


def run(vault, pauses):
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(sweep(vault, pauses))


def test_what_expires_is_deleted_within_a_minute_of_its_time(tmp_path):
    moment = [NOON]
    vault = Vault(f"sqlite:///{tmp_path / 'vault.db'}", b"k" * 32, clock=lambda: moment[0])
    vault.hold("me", "cin", "AB123456")

    def rows():
        with sqlite3.connect(tmp_path / "vault.db") as connection:
            return connection.execute("SELECT count(*) FROM held_identifiers").fetchone()[0]

    counts: list[int] = []

    def later():
        counts.append(rows())
        moment[0] += LIFETIME

    pauses = Pauses(3, later)
    run(vault, pauses)
    assert counts == [1, 0, 0]
    assert max(pauses.lengths) <= 60


def test_a_store_that_is_down_does_not_end_the_sweep(caplog):
    class Down:
        calls = 0

        def purge(self):
            self.calls += 1
            raise VaultUnavailable(ConnectionError(), "start it")

    vault = Down()
    run(vault, Pauses(3))
    assert vault.calls == 3
    assert "TAGHTIA_VAULT_URL" in caplog.text


def test_a_session_that_begins_anew_finds_nothing_left_of_the_one_before():
    domain = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    session = timedelta(minutes=domain["session_config"]["session_expiration_time"])
    assert session >= LIFETIME + timedelta(seconds=module.SECONDS)
