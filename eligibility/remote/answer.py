"""An answer of the remote source, checked field by field before anything of it is believed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from pydantic import BaseModel, Field, StrictStr, ValidationError, validator

from eligibility.academic_year import academic_year_on, begins_on
from eligibility.outcome import StateChange
from eligibility.status import Status

# Clocks of two machines differ a little.
CLOCK_SKEW = timedelta(minutes=5)
# The youngest students begin at about seventeen: an earlier year is somebody else's.
YOUNGEST = 14
MOST_YEARS, MOST_CHANGES = 12, 50
LONGEST_UNIVERSITY, LONGEST_HINT = 80, 120
_TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


class BadAnswer(Exception):
    """The answer cannot be believed; says which field and why, never a value."""


@dataclass(frozen=True)
class RemoteApplication:
    """One academic year's application as the remote source has it; times are UTC."""

    academic_year: str
    university: str
    status: Status
    email_hint: str | None
    updated_at: datetime
    history: tuple[StateChange, ...]


class _Change(BaseModel):
    status: Status
    at: datetime

    @validator("at", pre=True)
    def _is_time(cls, value: Any) -> datetime:
        return _time(value)


class _Application(BaseModel):
    academic_year: StrictStr = Field(regex=r"20\d\d-20\d\d\Z")
    # Said to the student: letters, digits and what joins them, so that no link or mark-up fits in.
    university: StrictStr = Field(regex=r"[^\W_][\w '’,&()-]*\Z", max_length=LONGEST_UNIVERSITY)
    status: Status
    email_hint: StrictStr | None = Field(
        default=None,
        regex=r"[A-Za-z0-9]•••@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\Z",
        max_length=LONGEST_HINT,
    )
    updated_at: datetime
    history: list[_Change] = Field(min_items=1, max_items=MOST_CHANGES)

    @validator("updated_at", pre=True)
    def _is_time(cls, value: Any) -> datetime:
        return _time(value)


class _Answer(BaseModel):
    request_id: StrictStr
    applications: list[_Application] = Field(max_items=MOST_YEARS)


def read_answer(
    body: bytes, request_id: str, birth_date: date, now: datetime
) -> tuple[RemoteApplication, ...]:
    """The person's applications; empty when the source knows no such person.

    Args:
        body: JSON of `LookupAnswer` in the contract.
        request_id: what the request bore: an answer to another one is another person's.
        birth_date: of the person asked for.
        now: with time zone.

    Raises:
        BadAnswer: a field is wrong or contradicts another.
    """
    try:
        answer = _Answer.parse_obj(json.loads(body))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise BadAnswer(f"{field}: {first['type']}") from None
    except (ValueError, RecursionError):
        raise BadAnswer("body: not JSON") from None
    if answer.request_id != request_id:
        raise BadAnswer("request_id: of another request")
    _refuse_repeated_years(answer)
    for number, application in enumerate(answer.applications):
        for wrong in _contradictions(application, birth_date, now):
            raise BadAnswer(f"applications.{number}.{wrong}")
    return tuple(map(_application, answer.applications))


def _time(value: Any) -> datetime:
    """RFC 3339 in whole seconds; pydantic alone would take a number, or a time without zone."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ValueError("not a time with its zone")
    return datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(timezone.utc)


def _refuse_repeated_years(answer: _Answer) -> None:
    years = [application.academic_year for application in answer.applications]
    if len(set(years)) < len(years):
        raise BadAnswer("applications: a year twice")


def _contradictions(one: _Application, birth_date: date, now: datetime) -> Iterator[str]:
    first_year, second_year = (int(year) for year in one.academic_year.split("-"))
    times = [change.at for change in one.history]
    if second_year != first_year + 1:
        yield "academic_year: not one year"
    elif first_year > int(academic_year_on(now.date())[:4]) + 1:
        yield "academic_year: in the future"
    elif (begins_on(one.academic_year) - birth_date).days < YOUNGEST * 365:
        yield "academic_year: before this person can have studied"
    if one.updated_at > now + CLOCK_SKEW:
        yield "updated_at: in the future"
    if not first_year - 1 <= one.updated_at.year <= second_year + 1:
        yield "updated_at: years away from the academic year"
    if times != sorted(times) or times[-1] > one.updated_at:
        yield "history: not in the order of time"
    if one.history[-1].status is not one.status:
        yield "history: does not end in the status"


def _application(one: _Application) -> RemoteApplication:
    return RemoteApplication(
        academic_year=one.academic_year,
        university=one.university,
        status=one.status,
        email_hint=one.email_hint,
        updated_at=one.updated_at,
        history=tuple(StateChange(change.status, change.at) for change in one.history),
    )
