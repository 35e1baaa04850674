"""Who wants to be told when their application changes, and where to.

A subscription is sealed: neither the address nor the person's digest in the eligibility store can
be read from the database, nor matched with the store's rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import and_, delete, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql import ColumnElement

from bot.channels.messaging.delivery import Address
from bot.channels.messaging.sealing import Seal
from bot.channels.messaging.tables import subscriptions
from bot.outbox.database import now, upsert
from identifiers.vault import Vault

# Then the person is asked nothing and told nothing any more.
LIFETIME = timedelta(days=180)
# Under which the tracking action leaves the newest look-up: digest, academic year, state.
LOOKED_UP = "application"


@dataclass(frozen=True)
class Subscription:
    """One person's wish: `status` is the state of the application that they know of.

    `sealed` is the row as it was read, by which a change in between is noticed.
    """

    channel: str
    conversation: str
    language: str
    academic_year: str
    status: str
    address: Address = field(repr=False)
    person: str = field(repr=False)
    sealed: str = field(default="", repr=False)


class Subscriptions:
    """The wishes of one platform's people."""

    def __init__(self, engine: Engine, channel: str, seal: Seal, vault: Vault) -> None:
        self._engine = engine
        self._channel = channel
        self._seal = seal
        self._vault = vault

    def begin(self, conversation: str, address: Address, language: str) -> bool:
        """Subscribe to the application that was looked up in the conversation just now.

        False: none was, or it is too long ago.
        """
        looked_up = self._vault.newest(conversation, LOOKED_UP)
        if looked_up is None:
            return False
        person, academic_year, status = looked_up.value.split("|")
        self.keep(
            Subscription(
                *(self._channel, conversation, language, academic_year, status),
                address=dict(address),
                person=person,
            )
        )
        return True

    def keep(self, wish: Subscription) -> None:
        """Keep a wish in the place of an older one of the conversation."""
        values = {"sealed": self._sealed(wish), "expires_at": now() + LIFETIME}
        row = upsert(self._engine, subscriptions).values(
            channel=self._channel, conversation=wish.conversation, **values
        )
        kept = row.on_conflict_do_update(index_elements=["channel", "conversation"], set_=values)
        with self._engine.begin() as connection:
            connection.execute(kept)

    def all(self) -> list[Subscription]:
        """Every wish that has not expired; deletes those that have."""
        old = delete(subscriptions).where(subscriptions.c.expires_at < now())
        query = select(subscriptions).where(subscriptions.c.channel == self._channel)
        with self._engine.begin() as connection:
            connection.execute(old)
            rows = connection.execute(query).all()
        return [
            Subscription(
                row.channel,
                row.conversation,
                **self._seal.open(row.sealed),
                sealed=row.sealed,
            )
            for row in rows
        ]

    def tell(
        self, wish: Subscription, status: str, year: str, send: Callable[[Connection], None]
    ) -> bool:
        """Queue the news and know of the newer state, both or neither.

        False: the wish has ended or another run has told it, and nothing is queued.
        """
        told = (
            update(subscriptions)
            .where(self._mine(wish.conversation), subscriptions.c.sealed == wish.sealed)
            .values(sealed=self._sealed(replace(wish, status=status, academic_year=year)))
        )
        with self._engine.begin() as connection:
            changed = connection.execute(told).rowcount
            if changed:
                send(connection)
        return bool(changed)

    def exists(self, conversation: str) -> bool:
        """Whether the person is to be told of changes."""
        query = select(subscriptions.c.expires_at).where(self._mine(conversation))
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None

    def end(self, conversation: str) -> int:
        """Tell the person no more; returns how many wishes there were."""
        with self._engine.begin() as connection:
            ended = connection.execute(delete(subscriptions).where(self._mine(conversation)))
        return int(ended.rowcount)

    def _sealed(self, wish: Subscription) -> str:
        return self._seal.close(
            {
                "language": wish.language,
                "academic_year": wish.academic_year,
                "status": wish.status,
                "address": dict(wish.address),
                "person": wish.person,
            }
        )

    def _mine(self, conversation: str) -> ColumnElement:
        return and_(
            subscriptions.c.channel == self._channel,
            subscriptions.c.conversation == conversation,
        )
