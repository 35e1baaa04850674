"""What is particular to each store of the vault: files, clean-up, time-outs, races."""

from __future__ import annotations

import sqlite3
import stat
from datetime import datetime, timedelta, timezone

import pytest

from identifiers.vault import LIFETIME, Vault, open_store, vault_url
from identifiers.vault_redis import RedisStore
from identifiers.vault_store import Entry, VaultUnavailable

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
KEY = b"k" * 32
ENTRY = Entry("c" * 64, "0a1b2c3d", "cin", "ciphertext")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "deep" / "vault.db"


@pytest.fixture
def redis(redis_server):
    redis_server.client.flushall()
    return redis_server


def rows(file):
    with sqlite3.connect(file) as connection:
        return connection.execute("SELECT reference FROM held_identifiers").fetchall()


def test_the_file_is_for_its_owner_only(file):
    Vault(f"sqlite:///{file}", KEY).hold("me", "cin", "AB123456")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_neither_value_nor_conversation_is_on_the_disk(file):
    Vault(f"sqlite:///{file}", KEY).hold("the sender", "cin", "AB123456")
    written = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert b"AB123456" not in written and b"the sender" not in written


@pytest.mark.parametrize("vault_url", ["sqlite", "postgresql"], indirect=True)
def test_a_database_loses_what_has_expired_when_anything_new_comes_or_when_it_is_swept(vault_url):
    moment = [NOON]
    vault = Vault(vault_url, KEY, clock=lambda: moment[0])
    vault.hold("me", "cin", "AB123456")
    assert vault.purge(NOON + LIFETIME - timedelta(seconds=1)) == 0
    moment[0] = NOON + LIFETIME
    kept = vault.hold("you", "cin", "AB123456")
    assert vault.purge() == 0, "the new value took the old one with it"
    assert vault.reveal("you", kept) is not None
    assert vault.purge(NOON + 3 * LIFETIME) == 1


def test_redis_deletes_a_value_and_its_reference_by_itself(redis):
    store = RedisStore(redis.url)
    store.put(ENTRY, NOON, LIFETIME)
    keys = redis.client.keys("*")
    assert len(keys) == 2
    for key in keys:
        assert 0 < redis.client.pttl(key) <= LIFETIME.total_seconds() * 1000
    assert store.purge(NOON + 2 * LIFETIME) == 0


def test_a_value_that_comes_in_while_redis_forgets_is_forgotten_too(redis):
    """Else it would be left without the set that names it, to open until its time is over."""
    store = RedisStore(redis.url)
    store.put(ENTRY, NOON, LIFETIME)
    late = Entry(ENTRY.conversation, "ffffffff", "cin", "ciphertext")
    transaction = store._redis.transaction

    def with_a_late_comer(forget, *watches):
        def first_too_early(pipe):
            if redis.client.scard(watches[0]) == 1:
                forget(pipe)
                RedisStore(redis.url).put(late, NOON, LIFETIME)
            else:
                forget(pipe)

        return transaction(first_too_early, *watches)

    store._redis.transaction = with_a_late_comer
    assert store.delete(ENTRY.conversation) == 2
    assert redis.client.keys("*") == []


def test_a_redis_that_is_gone_is_named_by_its_setting_and_comes_back(redis):
    vault = Vault(redis.url, KEY)
    reference = vault.hold("me", "cin", "AB123456")
    redis.stop()
    for call in (
        lambda: vault.hold("me", "cin", "AB123456"),
        lambda: vault.reveal("me", reference),
        lambda: vault.forget("me"),
        lambda: Vault(redis.url, KEY),
    ):
        with pytest.raises(VaultUnavailable, match=r"TAGHTIA_VAULT_URL.*check that Redis runs"):
            call()
    redis.start()
    assert vault.reveal("me", reference) is None, "nothing was written to a disk"
    assert vault.reveal("me", vault.hold("me", "cin", "AB123456")).value == "AB123456"


def test_a_database_that_is_gone_is_named_by_its_setting():
    with pytest.raises(VaultUnavailable, match=r"TAGHTIA_VAULT_URL.*check that the database runs"):
        Vault("postgresql://me:secret@127.0.0.1:1/none", KEY)


def test_a_table_that_was_dropped_does_not_show_what_was_to_be_written(file):
    vault = Vault(f"sqlite:///{file}", KEY)
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE held_identifiers")
    with pytest.raises(VaultUnavailable) as failed:
        vault.hold("me", "cin", "AB123456")
    assert failed.value.__suppress_context__
    assert "INSERT" not in str(failed.value)


@pytest.mark.parametrize("given", ["redis://h:secret", "redis://me:secret@h:port/0"])
def test_what_is_no_address_of_a_redis_is_not_quoted(given):
    with pytest.raises(ValueError, match="TAGHTIA_VAULT_URL is no Redis address") as refused:
        open_store(given)
    assert "secret" not in str(refused.value)


def test_an_unknown_kind_of_store_is_refused_with_those_that_there_are(monkeypatch):
    monkeypatch.setenv("TAGHTIA_VAULT_URL", "memcached://me:secret@host")
    with pytest.raises(ValueError, match="postgresql://USER@HOST/NAME or redis://") as refused:
        vault_url()
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("given", ["redis://h:6379/0", "rediss://h/1", "unix:///run/redis.sock"])
def test_an_address_of_redis_is_taken_as_it_is(monkeypatch, given):
    monkeypatch.setenv("TAGHTIA_VAULT_URL", given)
    assert vault_url() == given
