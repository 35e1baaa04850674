"""Writes a remote source's answer into the store, as a delivery like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timezone

from sqlalchemy import select
from sqlalchemy.orm import Session

from eligibility.models import ApplicationRow, Delivery, StatusChange
from eligibility.remote.answer import RemoteApplication
from eligibility.remote.client import RemoteAnswer
from eligibility.status import DeliveryKind


def take_in(
    session: Session, person: Sequence[str], key_id: str, answer: RemoteAnswer, now: datetime
) -> None:
    """Store the person's applications; a state older than the one known does not replace it.

    Args:
        person: digests of the person, that of the newest key last.
        key_id: of the newest key.
        now: UTC without zone.
    """
    delivery = Delivery(
        kind=DeliveryKind.REMOTE.value, name=answer.source, digest=answer.digest, imported_at=now
    )
    session.add(delivery)
    session.flush()
    query = select(ApplicationRow).where(ApplicationRow.person_digest.in_(person))
    known = {row.academic_year: row for row in session.execute(query).scalars()}
    for application in answer.applications:
        row = known.get(application.academic_year)
        if row is None:
            row = ApplicationRow(person_digest=person[-1], key_id=key_id)
            row.academic_year = application.academic_year
            session.add(row)
        elif row.updated_at > _stored(application.updated_at):
            continue
        _write(row, application, delivery)
    session.flush()


def _write(row: ApplicationRow, application: RemoteApplication, delivery: Delivery) -> None:
    row.university, row.email_hint = application.university, application.email_hint
    row.updated_at, row.delivery = _stored(application.updated_at), delivery
    row.history = list(_merged(row.history, application, delivery))
    row.status, row.since = row.history[-1].status, row.history[-1].at


def _merged(
    known: Iterable[StatusChange], application: RemoteApplication, delivery: Delivery
) -> Iterator[StatusChange]:
    """The history in the order of time: what was known before, and what the source says.

    Equal states in a row are one, from its earliest report on; the source's present state is the
    last, whatever was thought to have come after it.
    """
    last = _stored(application.history[-1].at)
    changes = [change for change in known if change.at < last]
    changes += [
        StatusChange(status=one.status.value, at=_stored(one.at), delivery_id=delivery.id)
        for one in application.history
    ]
    before = None
    # Sorting keeps what was known before what the source says of the same moment.
    for change in sorted(changes, key=lambda one: one.at):
        if change.status != before:
            yield change
        before = change.status


def _stored(moment: datetime) -> datetime:
    """As the tables keep times: UTC without zone."""
    return moment.astimezone(timezone.utc).replace(tzinfo=None)
