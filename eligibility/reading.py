"""A person's applications, read from the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from eligibility.models import ApplicationRow
from eligibility.outcome import Application, StateChange
from eligibility.status import DeliveryKind, Status


def applications_of(session: Session, person: Sequence[str]) -> tuple[Application, ...]:
    """Every academic year's application of a person, by digest, the newest year first."""
    query = (
        select(ApplicationRow)
        .where(ApplicationRow.person_digest.in_(person))
        .options(joinedload(ApplicationRow.delivery), selectinload(ApplicationRow.history))
        .order_by(ApplicationRow.academic_year.desc())
    )
    return tuple(_application(row) for row in session.execute(query).scalars())


def has_applications(session: Session) -> bool:
    """Whether anybody's application is there at all."""
    return session.execute(select(ApplicationRow.id).limit(1)).first() is not None


def _application(row: ApplicationRow) -> Application:
    return Application(
        status=Status(row.status),
        university=row.university,
        academic_year=row.academic_year,
        since=_utc(row.since),
        as_of=_utc(row.updated_at),
        received=_utc(row.delivery.imported_at),
        source=DeliveryKind(row.delivery.kind),
        history=tuple(StateChange(Status(one.status), _utc(one.at)) for one in row.history),
        email_hint=row.email_hint,
    )


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=timezone.utc)
