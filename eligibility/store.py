"""Looking an application up."""

from __future__ import annotations

from datetime import datetime, timezone

from sqlalchemy import select
from sqlalchemy.orm import Session

from eligibility.engine import database_url, engine_for
from eligibility.models import ApplicationRow, Lookup
from eligibility.outcome import Application, Found, Locked, NotFound, Outcome
from eligibility.person import Digests, Identity
from eligibility.status import Status
from eligibility.tries import count_wrong_try, locked_until
from eligibility.turns import wait_for_turns

__all__ = ["EligibilityStore", "database_url"]


class EligibilityStore:
    """Applications by person; every call is one transaction.

    Args:
        url: SQLAlchemy address of a database at the newest migration.
        digests: keyed digests of this installation.
    """

    def __init__(self, url: str, digests: Digests) -> None:
        self.engine = engine_for(url)
        self.digests = digests

    @classmethod
    def from_environment(cls) -> EligibilityStore:
        """The store that `TAGHTIA_DATABASE_URL` and the key name."""
        return cls(database_url(), Digests.from_environment())

    def look_up(self, identity: Identity, sender: str, now: datetime) -> Outcome:
        """The newest application of the person whom all three identifiers name.

        A wrong identifier and an unknown person get one answer after the same work. After 5 wrong
        tries in 15 minutes, by the sender or for the CIN, nothing is looked up for 30 minutes; a
        right answer in between does not wipe the count.

        Args:
            identity: normalised identifiers.
            sender: the conversation that asks.
            now: with time zone.

        Raises:
            ValueError: `now` has no time zone.
        """
        moment = _utc(now)
        subjects = [
            self.digests.subject("sender", sender),
            self.digests.subject("cin", identity.cin),
        ]
        with Session(self.engine, future=True) as session, session.begin():
            wait_for_turns(session, subjects)
            outcome = self._outcome(session, identity, subjects, moment)
            session.add(Lookup(at=moment, outcome=type(outcome).__name__.lower()))
        return outcome

    def _outcome(
        self, session: Session, identity: Identity, subjects: list[str], now: datetime
    ) -> Outcome:
        until = locked_until(session, subjects, now)
        if until is not None:
            return Locked(until.replace(tzinfo=timezone.utc))
        application = self._newest(session, self.digests.generations(identity))
        if application is None:
            count_wrong_try(session, subjects, now)
            return NotFound()
        return Found(application)

    @staticmethod
    def _newest(session: Session, person: list[str]) -> Application | None:
        query = (
            select(ApplicationRow)
            .where(ApplicationRow.person_digest.in_(person))
            .order_by(ApplicationRow.academic_year.desc())
            .limit(1)
        )
        row = session.execute(query).scalar_one_or_none()
        if row is None:
            return None
        return Application(
            status=Status(row.status),
            university=row.university,
            academic_year=row.academic_year,
            since=row.since.replace(tzinfo=timezone.utc),
            as_of=row.updated_at.replace(tzinfo=timezone.utc),
            email_hint=row.email_hint,
        )


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("now has no time zone: pass datetime.now(timezone.utc)")
    return moment.astimezone(timezone.utc).replace(tzinfo=None)
