"""What people want to be told of later, by conversation; no identifier is kept for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from eligibility.models import SubscriptionRow
from identifiers.repeating import repeated_when_cut

# Then the person is told nothing any more, and has to ask again.
LIFETIME = timedelta(days=180)
LIFETIME_OF_DECLARATIONS = timedelta(days=365)

_OPTIONS = {"synchronize_session": False}


class Topic(str, Enum):
    """What there is to be told of."""

    APPLICATION = "application"
    DECLARATIONS = "declarations"


@dataclass(frozen=True)
class Subscription:
    """One wish: `academic_year` and `status` are what the person knows of already.

    `person`: the digest of whose application it is, None for declarations; `key_id` is that of the
    key under which digest and pseudonym were made; `since`: when the wish was made or last told,
    UTC without zone.
    """

    channel: str
    conversation: str
    topic: Topic
    language: str
    academic_year: str
    key_id: str
    since: datetime
    status: str | None = None
    person: str | None = field(default=None, repr=False)


class Subscriptions:
    """The wishes in a store.

    Args:
        engine: of the store; every call may raise SQLAlchemyError.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @repeated_when_cut
    def begin(self, wish: Subscription) -> None:
        """Keep a wish, in the place of the conversation's older one on the same topic."""
        lasts = LIFETIME if wish.topic is Topic.APPLICATION else LIFETIME_OF_DECLARATIONS
        with Session(self._engine, future=True) as session, session.begin():
            session.execute(delete(SubscriptionRow).where(_is(wish)), execution_options=_OPTIONS)
            session.add(
                SubscriptionRow(
                    channel=wish.channel,
                    conversation=wish.conversation,
                    topic=wish.topic.value,
                    language=wish.language,
                    academic_year=wish.academic_year,
                    key_id=wish.key_id,
                    status=wish.status,
                    person_digest=wish.person,
                    since=wish.since,
                    expires_at=wish.since + lasts,
                )
            )

    def end(self, conversation: str) -> int:
        """Tell the conversation nothing more; returns how many wishes there were."""
        return self._delete(SubscriptionRow.conversation == conversation)

    def end_one(self, wish: Subscription) -> bool:
        """Whether the wish was still there, as it was read, and is ended."""
        return bool(self._delete(and_(_is(wish), *_unchanged(wish))))

    def expire(self, now: datetime) -> int:
        """Delete the wishes whose time is over at `now`, UTC without zone."""
        return self._delete(SubscriptionRow.expires_at <= now)

    def know(self, wish: Subscription, academic_year: str, status: str, now: datetime) -> bool:
        """The person was told of a newer state. False: somebody else told it, or it has ended."""
        newer = update(SubscriptionRow).where(_is(wish), *_unchanged(wish))
        values = {"academic_year": academic_year, "status": status, "since": now}
        with Session(self._engine, future=True) as session, session.begin():
            done = session.execute(newer.values(**values), execution_options=_OPTIONS)
        return bool(done.rowcount)

    def count(self) -> int:
        """How many wishes there are."""
        with Session(self._engine, future=True) as session:
            return int(session.execute(select(func.count(SubscriptionRow.id))).scalar_one())

    def all(self) -> list[Subscription]:
        """Every wish, the oldest first."""
        with Session(self._engine, future=True) as session:
            rows = session.execute(select(SubscriptionRow).order_by(SubscriptionRow.id)).scalars()
            return [_subscription(row) for row in rows]

    @repeated_when_cut
    def _delete(self, condition: ColumnElement) -> int:
        with Session(self._engine, future=True) as session, session.begin():
            deleting = delete(SubscriptionRow).where(condition)
            return int(session.execute(deleting, execution_options=_OPTIONS).rowcount)


def _is(wish: Subscription) -> ColumnElement:
    return and_(
        SubscriptionRow.conversation == wish.conversation,
        SubscriptionRow.topic == wish.topic.value,
    )


def _unchanged(wish: Subscription) -> tuple[ColumnElement, ...]:
    return (
        SubscriptionRow.academic_year == wish.academic_year,
        SubscriptionRow.since == wish.since,
    )


def _subscription(row: SubscriptionRow) -> Subscription:
    return Subscription(
        channel=row.channel,
        conversation=row.conversation,
        topic=Topic(row.topic),
        language=row.language,
        academic_year=row.academic_year,
        key_id=row.key_id,
        since=row.since,
        status=row.status,
        person=row.person_digest,
    )
