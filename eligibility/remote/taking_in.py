"""Writes a remote source's answer into the store, as a delivery like any other."""

from __future__ import annotations

from datetime import datetime, timezone

from sqlalchemy import select
from sqlalchemy.orm import Session

from eligibility.models import ApplicationRow, Delivery, StatusChange
from eligibility.remote.answer import RemoteApplication
from eligibility.remote.client import RemoteAnswer
from eligibility.status import DeliveryKind


def take_in(
    session: Session, person: str, key_id: str, answer: RemoteAnswer, now: datetime
) -> None:
    """Store the person's applications; a state older than the one known does not replace it.

    Args:
        person: digest of the person.
        key_id: of the key that the digest was made with.
        now: UTC without zone.
    """
    delivery = Delivery(
        kind=DeliveryKind.REMOTE.value, name=answer.source, digest=answer.digest, imported_at=now
    )
    session.add(delivery)
    session.flush()
    query = select(ApplicationRow).where(ApplicationRow.person_digest == person)
    known = {row.academic_year: row for row in session.execute(query).scalars()}
    for application in answer.applications:
        row = known.get(application.academic_year)
        if row is None:
            row = ApplicationRow(person_digest=person, key_id=key_id)
            row.academic_year = application.academic_year
            session.add(row)
        elif row.updated_at > _stored(application.updated_at):
            continue
        _write(row, application, delivery)
        _add_history(row, application, delivery)
    session.flush()


def _write(row: ApplicationRow, application: RemoteApplication, delivery: Delivery) -> None:
    row.university, row.email_hint = application.university, application.email_hint
    row.status = application.status.value
    row.since = _stored(application.history[-1].at)
    row.updated_at = _stored(application.updated_at)
    row.delivery = delivery


def _add_history(row: ApplicationRow, application: RemoteApplication, delivery: Delivery) -> None:
    known = {(change.status, change.at) for change in row.history}
    for change in application.history:
        if (change.status.value, _stored(change.at)) not in known:
            row.history.append(
                StatusChange(
                    status=change.status.value, at=_stored(change.at), delivery_id=delivery.id
                )
            )


def _stored(moment: datetime) -> datetime:
    """As the tables keep times: UTC without zone."""
    return moment.astimezone(timezone.utc).replace(tzinfo=None)
