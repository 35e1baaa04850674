"""What a look-up answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from eligibility.status import DeliveryKind, Status


@dataclass(frozen=True)
class StateChange:
    """A state that an application entered, and when (UTC)."""

    status: Status
    at: datetime


@dataclass(frozen=True)
class Application:
    """The state of one academic year's application; times are UTC.

    `since` is when the state began, `as_of` the newest date that the data bear; `received` is when
    the delivery that brought them came in, `source` what kind of delivery it was; `history` are the
    known states in their order, the present one last; `email_hint` shows the first letter and the
    domain of the declared address, or is None.
    """

    status: Status
    university: str
    academic_year: str
    since: datetime
    as_of: datetime
    received: datetime
    source: DeliveryKind
    history: tuple[StateChange, ...]
    email_hint: str | None


@dataclass(frozen=True)
class Found:
    """The person's applications, the newest academic year first.

    `service_silent`: the remote source was asked for newer data and did not answer; `person`: the
    digest by which the person can be told of changes later.
    """

    applications: tuple[Application, ...]
    service_silent: bool = False
    person: str = field(default="", repr=False)

    @property
    def application(self) -> Application:
        """The one of the newest academic year."""
        return self.applications[0]


@dataclass(frozen=True)
class NotFound:
    """No such application, or one of the three is wrong: nobody can tell which."""


@dataclass(frozen=True)
class Unreachable:
    """Nothing is known here and the remote source did not answer: there may be an application."""


@dataclass(frozen=True)
class Locked:
    """Too many wrong tries; `until` is when the next one is heard (UTC)."""

    until: datetime


Outcome: TypeAlias = Found | NotFound | Unreachable | Locked
