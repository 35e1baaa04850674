"""What a look-up answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from eligibility.status import Status


@dataclass(frozen=True)
class Application:
    """The state of one academic year's application.

    `since` is when the state began, `as_of` the newest date that the data bear (both UTC);
    `email_hint` shows the first letter and the domain of the declared address, or is None.
    """

    status: Status
    university: str
    academic_year: str
    since: datetime
    as_of: datetime
    email_hint: str | None


@dataclass(frozen=True)
class Found:
    """The person's application of the newest academic year."""

    application: Application


@dataclass(frozen=True)
class NotFound:
    """No such application, or one of the three is wrong: nobody can tell which."""


@dataclass(frozen=True)
class Locked:
    """Too many wrong tries; `until` is when the next one is heard (UTC)."""

    until: datetime


Outcome: TypeAlias = Found | NotFound | Locked
