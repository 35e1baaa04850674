"""A change of an application is told once, to whom asked for it, and as the platform allows."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from bot.channels.messaging.delivery import Batch, Delivery, Said
from bot.channels.messaging.inbox import Inbox
from bot.channels.messaging.outgoing import Outgoing
from bot.channels.messaging.sealing import Seal
from bot.channels.messaging.subscriptions import Subscriptions
from bot.channels.messaging.tables import metadata, outgoing, subscriptions
from bot.channels.meta import MetaWebhook
from bot.channels.whatsapp.platform import WhatsApp
from bot.channels.whatsapp.settings import WhatsAppSettings
from bot.commands import notify as module
from bot.outbox.database import open_outbox
from bot.outbox.tables import create_tables
from identifiers.keys import MasterKey
from identifiers.vault import Vault

PERSON = "d" * 64
ADDRESS = {"to": "212600000001"}


class World:
    """One subscribed person, whose application's state is `state`."""

    def __init__(self, tmp_path, monkeypatch, news="application_news"):
        self.engine = open_outbox(f"sqlite:///{tmp_path / 'outbox.db'}")
        create_tables(self.engine, metadata)
        self.seal = Seal(MasterKey(b"k" * 32))
        self.vault = Vault(f"sqlite:///{tmp_path / 'vault.db'}", b"v" * 32)
        settings = WhatsAppSettings("1", "t", MetaWebhook("s", "v"), news=news)
        self.platform = WhatsApp(settings)
        self.wishes = Subscriptions(self.engine, "whatsapp", self.seal, self.vault)
        self.state = ("2026-2027", "declared")
        monkeypatch.setattr(Vault, "from_environment", staticmethod(lambda: self.vault))
        monkeypatch.setattr(module, "newest_states", lambda store, people: {PERSON: self.state})

    def subscribe(self):
        self.vault.hold("c1", "application", f"{PERSON}|2026-2027|declared")
        assert self.wishes.begin("c1", ADDRESS, "fr")

    def hear(self, hours_ago):
        at = datetime.now(timezone.utc).replace(tzinfo=None) - timedelta(hours=hours_ago)
        said = Said(ADDRESS, f"m{hours_ago}", text="x")
        inbox = Inbox(self.engine, "whatsapp", self.seal, self.queue(), lambda sender: "c1")
        inbox.take_in(Batch((Delivery("1", at, said),)), lambda code: None)

    def queue(self):
        return Outgoing(self.engine, "whatsapp", self.seal)

    def notify(self):
        return module.notify_people(self.platform, self.engine, self.seal, None)

    def queued(self):
        with self.engine.connect() as connection:
            rows = connection.execute(select(outgoing.c.sealed)).scalars().all()
        return [self.seal.open(row) for row in rows]


@pytest.fixture
def world(tmp_path, monkeypatch):
    return World(tmp_path, monkeypatch)


def test_nothing_is_told_while_nothing_changes(world):
    world.subscribe()
    assert world.notify() == (0, 0) and world.queued() == []


def test_a_change_is_told_once_with_the_template_outside_the_window(world):
    world.subscribe()
    world.hear(hours_ago=30)
    world.state = ("2026-2027", "accepted")
    assert world.notify() == (1, 0) and world.notify() == (0, 0)
    (queued,) = world.queued()
    assert queued["address"] == ADDRESS
    assert queued["payload"]["template"] == {"name": "application_news", "language": {"code": "fr"}}
    world.state = ("2027-2028", "declared")
    assert world.notify() == (1, 0)


def test_within_the_window_words_are_said_which_do_not_tell_the_state(world):
    world.subscribe()
    world.hear(hours_ago=1)
    world.state = ("2026-2027", "rejected_other_coverage")
    assert world.notify() == (1, 0)
    said = json.dumps(world.queued(), ensure_ascii=False)
    assert "L'état de votre demande a changé" in said and "refus" not in said


def test_without_a_template_the_news_wait(tmp_path, monkeypatch):
    world = World(tmp_path, monkeypatch, news="")
    world.subscribe()
    world.state = ("2026-2027", "accepted")
    assert world.notify() == (0, 1) and world.queued() == []
    world.hear(hours_ago=0)
    assert world.notify() == (1, 0)


def test_who_stopped_or_whose_time_is_over_is_told_nothing(world, monkeypatch):
    world.subscribe()
    world.state = ("2026-2027", "accepted")
    assert world.wishes.end("c1") == 1 and world.notify() == (0, 0)
    monkeypatch.setattr("bot.channels.messaging.subscriptions.LIFETIME", timedelta(days=-1))
    world.subscribe()
    assert world.notify() == (0, 0) and not world.wishes.exists("c1")


def test_a_wish_holds_neither_address_nor_digest_in_clear(world):
    world.subscribe()
    with world.engine.connect() as connection:
        kept = str(connection.execute(select(subscriptions)).all())
    assert PERSON not in kept and ADDRESS["to"] not in kept
    (wish,) = world.wishes.all()
    assert PERSON not in repr(wish) and ADDRESS["to"] not in repr(wish)


def test_without_a_look_up_there_is_nothing_to_be_told_of(world):
    assert not world.wishes.begin("c1", ADDRESS, "fr")
