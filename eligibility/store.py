"""Looking an application up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eligibility.engine import database_url, engine_for
from eligibility.lookup import (
    Request,
    Waiting,
    after_answer,
    after_silence,
    before_asking,
    from_store,
)
from eligibility.models import Lookup
from eligibility.outcome import Outcome
from eligibility.person import Digests, Identity
from eligibility.reading import has_applications
from eligibility.remote.client import RemoteAnswer, RemoteSource
from eligibility.remote.taking_in import take_in
from eligibility.turns import wait_for_turns
from identifiers.repeating import repeated_when_cut

__all__ = ["EligibilityStore", "database_url"]


class EligibilityStore:
    """Applications by person, with the fund's own service behind them where there is one.

    Args:
        url: SQLAlchemy address of a database at the newest migration.
        digests: keyed digests of this installation.
        remote: asked for persons who are not known here, or not lately.
    """

    def __init__(self, url: str, digests: Digests, remote: RemoteSource | None = None) -> None:
        self.engine = engine_for(url)
        self.digests = digests
        self.remote = remote

    @classmethod
    def from_environment(cls) -> EligibilityStore:
        """The store that `TAGHTIA_DATABASE_URL`, `TAGHTIA_REMOTE_URL` and the keys name."""
        return cls(database_url(), Digests.from_environment(), RemoteSource.from_environment())

    @repeated_when_cut
    def has_data(self) -> bool:
        """Whether a look-up could find anybody: an application is there, or a remote source."""
        if self.remote is not None:
            return True
        with Session(self.engine, future=True) as session:
            return has_applications(session)

    def look_up(
        self, identity: Identity, sender: str, now: datetime, asker: str | None = None
    ) -> Outcome:
        """The applications of the person whom all three identifiers name.

        A wrong identifier and an unknown person get one answer after the same work. After 5 wrong
        tries in 15 minutes, by the sender, for the CIN or for the Massar code, nothing is looked
        up for 30 minutes, after 15 in a day for a day; a right answer in between does not wipe
        the count.

        No transaction is open while the remote source is asked. When it gives no answer the last
        known state is told, and the try does not count as a wrong one.

        Args:
            identity: normalised identifiers.
            sender: the conversation that asks.
            now: with time zone.
            asker: who is behind several conversations, such as a telephone's pseudonym, if known:
                counted like the sender.

        Raises:
            ValueError: `now` has no time zone.
        """
        subjects = (
            self.digests.subject("sender", sender),
            self.digests.subject("cin", identity.cin),
            self.digests.subject("massar_code", identity.massar_code),
            *([self.digests.subject("asker", asker)] if asker else []),
        )
        request = Request(self.digests.generations(identity), subjects, _utc(now))
        if self.remote is None:
            return self._from_store(request)
        outcome = self._before_asking(request, self.remote.settings.max_age)
        if not isinstance(outcome, Waiting):
            return outcome
        answer = self.remote.ask(identity, now)
        try:
            return self._settle(request, outcome, answer)
        except IntegrityError:
            # An import has brought the same person meanwhile: now the row is there.
            return self._settle(request, outcome, answer)

    @repeated_when_cut
    def _from_store(self, request: Request) -> Outcome:
        with self._turn(request.subjects) as session:
            return _audited(session, request, from_store(session, request))

    @repeated_when_cut
    def _before_asking(self, request: Request, max_age: timedelta) -> Outcome | Waiting:
        with self._turn(request.subjects) as session:
            outcome = before_asking(session, request, max_age)
            if isinstance(outcome, Waiting):
                return outcome
            return _audited(session, request, outcome)

    @repeated_when_cut
    def _settle(self, request: Request, waiting: Waiting, answer: RemoteAnswer | None) -> Outcome:
        with self._turn(request.subjects) as session:
            if answer is None:
                return _audited(session, request, after_silence(session, request, waiting))
            found = bool(answer.applications)
            if found:
                take_in(session, request.person, self.digests.key_id, answer, request.at)
            return _audited(session, request, after_answer(session, request, waiting, found))

    @contextmanager
    def _turn(self, subjects: Sequence[str]) -> Iterator[Session]:
        with Session(self.engine, future=True) as session, session.begin():
            wait_for_turns(session, subjects)
            yield session


def _audited(session: Session, request: Request, outcome: Outcome) -> Outcome:
    session.add(Lookup(at=request.at, outcome=type(outcome).__name__.lower()))
    return outcome


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("now has no time zone: pass datetime.now(timezone.utc)")
    return moment.astimezone(timezone.utc).replace(tzinfo=None)
