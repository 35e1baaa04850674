"""A store with one application, and a WhatsApp number and a web chat that people can be told by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, text

import bot.notifying.telling as telling
from bot.channels.messaging.delivery import Batch, Delivery, Said
from bot.channels.messaging.inbox import Inbox
from bot.channels.messaging.outcome import Kind, Outcome
from bot.channels.messaging.outgoing import Outgoing
from bot.channels.messaging.people import People
from bot.channels.messaging.sealing import Seal
from bot.channels.messaging.tables import metadata, outgoing
from bot.channels.meta import MetaWebhook
from bot.channels.whatsapp.platform import WhatsApp
from bot.channels.whatsapp.settings import WhatsAppSettings
from bot.notifying.tellers import MessengerTeller, WebTeller
from bot.notifying.telling import Telling
from bot.outbox import Author, Message, Outbox
from bot.outbox.database import open_outbox
from eligibility import EligibilityStore
from eligibility.importing import import_delivery
from eligibility.migrations import upgrade
from eligibility.person import Digests
from eligibility.subscriptions import Subscription, Subscriptions, Topic
from identifiers.database import create_tables
from identifiers.keys import KeyChain, MasterKey
from tests.delivery_files import NOON, SALMA, line_with, write_csv

ADDRESS = {"to": "212600000001"}
TEMPLATES = {"application": "application_news", "declarations": "declarations_news"}
CHAIN = KeyChain((MasterKey(b"k" * 32),))
IN_FORCE = date(2026, 11, 26)


def now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None)


@dataclass
class World:
    """Salma's application is declared; conversation `c1` is hers on WhatsApp, `w1` on the web."""

    folder: Path
    chain: KeyChain = CHAIN
    templates: dict[str, str] = field(default_factory=lambda: dict(TEMPLATES))

    def __post_init__(self) -> None:
        url = f"sqlite:///{self.folder / 'eligibility.db'}"
        upgrade(url)
        self.store = EligibilityStore(url, Digests.of(self.chain))
        self.wishes = Subscriptions(self.store.engine)
        self.outbox = Outbox(open_outbox(f"sqlite:///{self.folder / 'outbox.db'}"))
        create_tables(self.outbox.engine, metadata)
        self.seal = Seal(self.chain)
        self.becomes("declared", "2026-10-01")

    def becomes(self, status: str, day: str) -> None:
        line = line_with(status=status, updated_at=day)
        import_delivery(self.store, write_csv(self.folder / f"{status}.csv", line), NOON)

    def telling(self) -> Telling:
        settings = WhatsAppSettings("1", "t", MetaWebhook("s", "v"), templates=self.templates)
        whatsapp = MessengerTeller(WhatsApp(settings), self.outbox, self.seal)
        return Telling(self.store, {"whatsapp": whatsapp, "web": WebTeller(self.outbox)})

    def go_round(self, today: date = IN_FORCE, opened: str | None = None) -> dict[str, int]:
        done = self.telling().go_round(now(), today, opened)
        return {pushed.name.lower(): count for pushed, count in done.items()}

    def wish(self, topic: Topic = Topic.APPLICATION, **other: object) -> Subscription:
        about = {"status": "declared", "person": self.store.digests.person(SALMA)}
        values = {
            "channel": "whatsapp",
            "conversation": "c1",
            "topic": topic,
            "language": "fr",
            "academic_year": "2026-2027",
            "key_id": self.store.digests.key_id,
            "since": now(),
            **(about if topic is Topic.APPLICATION else {}),
            **other,
        }
        return Subscription(**values)

    def hear(self, hours_ago: float = 0) -> None:
        """The person writes on WhatsApp."""
        at = now() - timedelta(hours=hours_ago)
        said = Said(ADDRESS, f"m{hours_ago}", text="x")
        queue = Outgoing(self.outbox.engine, "whatsapp", self.seal)
        people = People(self.outbox.engine, "whatsapp", self.seal)
        parts = (lambda sender: "c1", lambda code: Outcome(Kind.REFUSED))
        Inbox(queue, people, *parts).take_in([Batch((Delivery("1", at, said),))])

    def open_page(self) -> None:
        self.outbox.append("w1", Message(Author.STUDENT, "bonjour", "fr"))

    def said_on_page(self) -> list[str]:
        return [message.content["text"] for message in self.outbox.read("w1", 1).messages]

    def queued(self) -> list[dict]:
        with self.outbox.engine.connect() as connection:
            rows = connection.execute(select(outgoing.c.sealed)).scalars().all()
        return [self.seal.open(row) for row in rows]

    def stored(self) -> str:
        """Every byte of the wishes' table, as text."""
        with self.store.engine.connect() as connection:
            return repr(connection.execute(text("SELECT * FROM subscriptions")).all())


@pytest.fixture
def world(tmp_path, monkeypatch) -> Iterator[World]:
    made = World(tmp_path)
    monkeypatch.setattr(
        telling.Digests, "from_environment", classmethod(lambda cls: made.store.digests)
    )
    yield made
    made.outbox.engine.dispose()
