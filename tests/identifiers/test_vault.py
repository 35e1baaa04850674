"""Held identifiers: encrypted, for one conversation, for a while; on every kind of store."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from identifiers.keys import MasterKey
from identifiers.placeholders import write_placeholder
from identifiers.vault import LIFETIME, Held, Vault, open_store
from identifiers.vault_store import Entry

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
KEY = b"k" * 32


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def vault(vault_url, clock):
    return Vault(vault_url, KEY, clock=clock)


class Spy:
    """The store's own interface, with every entry that was put kept aside."""

    def __init__(self, store) -> None:
        self.store = store
        self.entries: list[Entry] = []

    def put(self, entry, now, lifetime) -> None:
        self.entries.append(entry)
        self.store.put(entry, now, lifetime)

    def __getattr__(self, name):
        return getattr(self.store, name)


@pytest.fixture
def spy(vault):
    vault._store = Spy(vault._store)
    return vault._store


def held(vault, conversation="me"):
    return write_placeholder("cin", vault.hold(conversation, "cin", "AB123456"))


def test_a_value_opens_in_its_own_conversation_only(vault):
    placeholder = held(vault)
    assert vault.reveal("me", placeholder).value == "AB123456"
    assert vault.reveal("you", placeholder) is None


def test_a_value_opens_by_its_placeholder_or_its_bare_reference(vault):
    reference = vault.hold("me", "birth_date", "5 mars 2003")
    placeholder = write_placeholder("birth_date", reference)
    assert vault.reveal("me", reference) == Held("birth_date", "5 mars 2003")
    assert vault.reveal("me", placeholder) == Held("birth_date", "5 mars 2003")


def test_what_is_no_reference_opens_nothing(vault):
    held(vault)
    for text in ["", "None", "<cin:00000000>", "AB123456", "%", "*", "' OR 1=1"]:
        assert vault.reveal("me", text) is None


def test_a_value_opens_until_its_last_second_and_not_after(vault, clock):
    placeholder = held(vault)
    clock.now = NOON + LIFETIME - timedelta(seconds=1)
    assert vault.reveal("me", placeholder) is not None
    clock.now = NOON + LIFETIME + timedelta(seconds=1)
    assert vault.reveal("me", placeholder) is None


def test_forgetting_deletes_what_a_conversation_gave_and_nothing_else(vault):
    first, second, other = held(vault), held(vault), held(vault, "you")
    assert vault.forget("me") == 2
    assert vault.reveal("me", first) is None
    assert vault.reveal("me", second) is None
    assert vault.reveal("you", other) is not None
    assert vault.forget("me") == 0


def test_another_key_opens_nothing(vault, vault_url, clock):
    placeholder = held(vault)
    assert Vault(vault_url, b"x" * 32, clock=clock).reveal("me", placeholder) is None


def test_no_store_learns_the_value_or_whose_it_is(vault, spy):
    vault.hold("0612345678", "cin", "AB123456")
    (entry,) = spy.entries
    assert "AB123456" not in str(entry) and "0612345678" not in str(entry)


def test_the_same_value_held_twice_looks_different(vault, spy):
    held(vault), held(vault)
    first, second = spy.entries
    assert first.ciphertext != second.ciphertext


def test_an_entry_moved_into_another_conversation_stays_closed(vault, spy):
    """Whoever can write to the store still cannot read what a conversation gave."""
    held(vault), held(vault, "thief")
    victims, thiefs = spy.entries
    spy.store.put(replace(victims, conversation=thiefs.conversation), NOON, LIFETIME)
    assert vault.reveal("thief", victims.reference) is None


def test_an_entry_put_again_later_lasts_no_longer(vault, spy, clock):
    """Nor can they make it last: the ciphertext bears its time."""
    placeholder = held(vault)
    (entry,) = spy.entries
    clock.now = NOON + LIFETIME + timedelta(minutes=1)
    spy.store.delete(entry.conversation)
    spy.store.put(entry, clock.now, LIFETIME)
    assert spy.store.get(entry.conversation, entry.reference, clock.now) is not None
    assert vault.reveal("me", placeholder) is None


def test_a_damaged_entry_opens_nothing(vault, spy):
    placeholder = held(vault)
    (entry,) = spy.entries
    spy.store.delete(entry.conversation)
    spy.store.put(replace(entry, ciphertext="damaged"), NOON, LIFETIME)
    assert vault.reveal("me", placeholder) is None


def test_what_is_held_does_not_show_itself(vault):
    opened = vault.reveal("me", held(vault))
    assert "AB123456" not in f"{opened!r} {opened}"


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(st.characters(exclude_categories=["Cs"]), max_size=3000))
def test_any_text_comes_back_as_it_was(vault, value):
    assert vault.reveal("me", vault.hold("me", "number", value)).value == value


def test_an_empty_store_is_opened_twice_without_harm(vault_url):
    reference = Vault(vault_url, KEY).hold("me", "cin", "AB123456")
    assert open_store(vault_url).delete("nobody") == 0
    assert Vault(vault_url, KEY).reveal("me", reference).value == "AB123456"


def test_a_bad_key_says_where_it_was_read_and_not_what_it_is(monkeypatch):
    monkeypatch.setenv("TAGHTIA_KEY", "not-a-key")
    with pytest.raises(ValueError, match="TAGHTIA_KEY does not hold a key") as refused:
        MasterKey.from_environment()
    assert "not-a-key" not in str(refused.value)
