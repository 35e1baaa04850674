"""What a look-up answers, from the store alone and with the remote source's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from sqlalchemy.orm import Session

from eligibility.outcome import Application, Found, Locked, NotFound, Outcome, Unreachable
from eligibility.reading import applications_of
from eligibility.tries import (
    close_try,
    count_wrong_try,
    locked_until,
    open_try,
    too_many_open,
)


@dataclass(frozen=True)
class Request:
    """Who is looked up (digests), whom tries are counted for, and when (UTC, no zone)."""

    person: Sequence[str]
    subjects: Sequence[str]
    at: datetime


@dataclass(frozen=True)
class Waiting:
    """The remote source must be asked; `tries` are the open ones, none for a person known here."""

    tries: tuple[int, ...]


def from_store(session: Session, request: Request) -> Outcome:
    """The outcome where there is no remote source."""
    locked = _locked(session, request)
    if locked is not None:
        return locked
    known = applications_of(session, request.person)
    return _found(request, known) if known else _wrong(session, request)


def before_asking(session: Session, request: Request, max_age: timedelta) -> Outcome | Waiting:
    """The outcome where the store's own data will do: received at most `max_age` ago."""
    locked = _locked(session, request)
    if locked is not None:
        return locked
    told_from_here = not too_many_open(session, request.subjects, request.at)
    known = applications_of(session, request.person)
    if known and told_from_here:
        return _found(request, known) if _is_fresh(known, request.at, max_age) else Waiting(())
    return Waiting(open_try(session, request.subjects, request.at))


def after_silence(session: Session, request: Request, waiting: Waiting) -> Outcome:
    """The outcome when the remote source did not answer: the last known state, or neither."""
    known = () if waiting.tries else applications_of(session, request.person)
    return _found(request, known, silent=True) if known else Unreachable()


def after_answer(session: Session, request: Request, waiting: Waiting, found: bool) -> Outcome:
    """The outcome once the remote source's answer is in the store; `found`: it knows the person."""
    locked = _locked(session, request)
    if locked is not None:
        # Others who tried at the same moment have used the tries up: nothing more is told.
        return locked
    if waiting.tries:
        close_try(session, waiting.tries)
    # Who was known here before stays so, whatever the source has forgotten.
    told = found or not waiting.tries
    known = applications_of(session, request.person) if told else ()
    return _found(request, known) if known else _wrong(session, request)


def _locked(session: Session, request: Request) -> Locked | None:
    until = locked_until(session, request.subjects, request.at)
    return None if until is None else Locked(until.replace(tzinfo=timezone.utc))


def _found(request: Request, known: tuple[Application, ...], silent: bool = False) -> Found:
    return Found(known, service_silent=silent, person=request.person[-1])


def _wrong(session: Session, request: Request) -> NotFound:
    count_wrong_try(session, request.subjects, request.at)
    return NotFound()


def _is_fresh(known: Sequence[Application], now: datetime, max_age: timedelta) -> bool:
    newest = max(application.received for application in known)
    return now.replace(tzinfo=timezone.utc) - newest <= max_age
