"""The tables. Times are UTC without zone: SQLite keeps none."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Delivery(Base):  # type: ignore[misc, valid-type]
    """A file of applications that was taken in."""

    __tablename__ = "deliveries"

    id: int = Column(Integer, primary_key=True)
    name: str = Column(String(200), nullable=False)
    digest: str = Column(String(64), nullable=False)
    imported_at: datetime = Column(DateTime, nullable=False)


class ApplicationRow(Base):  # type: ignore[misc, valid-type]
    """One person's application for one academic year, as it stands now."""

    __tablename__ = "applications"
    __table_args__ = (UniqueConstraint("person_digest", "academic_year"),)

    id: int = Column(Integer, primary_key=True)
    person_digest: str = Column(String(64), nullable=False, index=True)
    key_id: str = Column(String(8), nullable=False)
    academic_year: str = Column(String(9), nullable=False)
    university: str = Column(String(80), nullable=False)
    email_hint: str | None = Column(String(120))
    status: str = Column(String(32), nullable=False)
    since: datetime = Column(DateTime, nullable=False)
    updated_at: datetime = Column(DateTime, nullable=False)
    history = relationship("StatusChange", cascade="all, delete-orphan")


class StatusChange(Base):  # type: ignore[misc, valid-type]
    """A state that an application entered, when, and by which delivery it became known."""

    __tablename__ = "status_changes"

    id: int = Column(Integer, primary_key=True)
    application_id: int = Column(ForeignKey("applications.id"), nullable=False, index=True)
    delivery_id: int = Column(ForeignKey("deliveries.id"), nullable=False)
    status: str = Column(String(32), nullable=False)
    at: datetime = Column(DateTime, nullable=False)


class WrongTry(Base):  # type: ignore[misc, valid-type]
    """A try that found nothing, counted for the sender and for the CIN that was tried."""

    __tablename__ = "wrong_tries"
    __table_args__ = (Index("ix_wrong_tries_subject_at", "subject", "at"),)

    id: int = Column(Integer, primary_key=True)
    subject: str = Column(String(64), nullable=False)
    at: datetime = Column(DateTime, nullable=False)


class Lock(Base):  # type: ignore[misc, valid-type]
    """A sender or CIN whose tries are not heard until a time."""

    __tablename__ = "locks"

    subject: str = Column(String(64), primary_key=True)
    until: datetime = Column(DateTime, nullable=False)


class Lookup(Base):  # type: ignore[misc, valid-type]
    """The audit of look-ups: when and with what outcome, and nothing that leads to anybody."""

    __tablename__ = "lookups"

    id: int = Column(Integer, primary_key=True)
    at: datetime = Column(DateTime, nullable=False, index=True)
    outcome: str = Column(String(16), nullable=False)
