"""The tables. Times are UTC without zone: SQLite keeps none."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    true,
)
from sqlalchemy.orm import declarative_base, relationship

from eligibility.status import DeliveryKind

Base: Any = declarative_base()

# Digests are compared byte by byte, whatever language PostgreSQL sorts its texts by.
DIGEST = String(64).with_variant(String(64, collation="C"), "postgresql")


class Delivery(Base):
    """Applications that were taken in together: a file, or an answer of the remote source."""

    __tablename__ = "deliveries"

    id = Column(Integer, primary_key=True)
    kind = Column(String(8), nullable=False, server_default=DeliveryKind.FILE.value)
    name = Column(String(200), nullable=False)
    digest = Column(String(64), nullable=False)
    imported_at = Column(DateTime, nullable=False)


class ApplicationRow(Base):
    """One person's application for one academic year, as it stands now."""

    __tablename__ = "applications"
    __table_args__ = (UniqueConstraint("person_digest", "academic_year"),)

    id = Column(Integer, primary_key=True)
    person_digest = Column(DIGEST, nullable=False)
    key_id = Column(String(8), nullable=False)
    academic_year = Column(String(9), nullable=False)
    university = Column(String(80), nullable=False)
    email_hint = Column(String(120))
    status = Column(String(32), nullable=False)
    since = Column(DateTime, nullable=False)
    updated_at = Column(DateTime, nullable=False)
    # The newest delivery that brought what stands here.
    delivery_id = Column(ForeignKey("deliveries.id"), nullable=False)
    delivery = relationship("Delivery")
    history = relationship(
        "StatusChange",
        cascade="all, delete-orphan",
        order_by="(StatusChange.at, StatusChange.id)",
    )


class StatusChange(Base):
    """A state that an application entered, when, and by which delivery it became known.

    `confirmed_at` is the last report of the state before the next one began; NULL where only the
    first is known, and of the present state, whose last report is the application's `updated_at`.
    """

    __tablename__ = "status_changes"

    id = Column(Integer, primary_key=True)
    application_id = Column(ForeignKey("applications.id"), nullable=False, index=True)
    delivery_id = Column(ForeignKey("deliveries.id"), nullable=False)
    status = Column(String(32), nullable=False)
    at = Column(DateTime, nullable=False)
    confirmed_at = Column(DateTime)


class WrongTry(Base):
    """A try that found nothing, counted for the sender, the CIN and the Massar code tried,
    and for who is behind several conversations, where that is known.

    Not `answered`: the remote source has not said (yet) whether it was wrong.
    """

    __tablename__ = "wrong_tries"
    __table_args__ = (Index("ix_wrong_tries_subject_at", "subject", "at"),)

    id = Column(Integer, primary_key=True)
    subject = Column(String(64), nullable=False)
    at = Column(DateTime, nullable=False)
    answered = Column(Boolean, nullable=False, server_default=true())


class Lock(Base):
    """A sender, asker, CIN or Massar code whose tries are not heard until a time."""

    __tablename__ = "locks"

    subject = Column(String(64), primary_key=True)
    until = Column(DateTime, nullable=False)


class Lookup(Base):
    """The audit of look-ups: when and with what outcome, and nothing that leads to anybody."""

    __tablename__ = "lookups"

    id = Column(Integer, primary_key=True)
    at = Column(DateTime, nullable=False, index=True)
    outcome = Column(String(16), nullable=False)


class SubscriptionRow(Base):
    """What one conversation is to be told of: changes of an application, or open declarations.

    `conversation` is the gate's pseudonym; `academic_year` and `status` are those that the person
    knows of; `person_digest` is NULL where the topic is nobody's application.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("conversation", "topic"),)

    id = Column(Integer, primary_key=True)
    channel = Column(String(16), nullable=False)
    conversation = Column(String(64), nullable=False)
    topic = Column(String(16), nullable=False)
    language = Column(String(2), nullable=False)
    academic_year = Column(String(9), nullable=False)
    status = Column(String(32))
    person_digest = Column(DIGEST, index=True)
    key_id = Column(String(8), nullable=False)
    # When the wish was made, or last told.
    since = Column(DateTime, nullable=False)
    expires_at = Column(DateTime, nullable=False)


class Maintenance(Base):
    """What operators did to the store: when, what, and to how many applications."""

    __tablename__ = "maintenance"

    id = Column(Integer, primary_key=True)
    at = Column(DateTime, nullable=False)
    action = Column(String(16), nullable=False)
    applications = Column(Integer, nullable=False)
