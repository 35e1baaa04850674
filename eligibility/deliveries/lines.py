"""One line of an import file, checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from functools import partial
from typing import TypeVar

from eligibility.person import Identity
from eligibility.status import Status
from identifiers import InvalidIdentifier
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code

T = TypeVar("T")
Cells = Mapping[str, str]

COLUMNS = (
    "cin",
    "massar_code",
    "birth_date",
    "university",
    "academic_year",
    "status",
    "email",
    "updated_at",
)
LONGEST_UNIVERSITY, LONGEST_EMAIL_DOMAIN = 80, 110
_ACADEMIC_YEAR = re.compile(r"(20\d\d)[-/](20\d\d)")
_EMAIL = re.compile(r"([^@\s])[^@\s]*@([^@\s]+\.[^@\s]+)")


class LineProblem(Exception):
    """A field that cannot be taken in; never holds its value."""

    def __init__(self, field: str, problem: str, mend: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem, self.mend = field, problem, mend


@dataclass(frozen=True)
class ApplicationLine:
    """A line's content; `updated_at` is UTC without zone."""

    identity: Identity
    university: str
    academic_year: str
    status: Status
    email_hint: str | None
    updated_at: datetime


def problems_in(cells: Cells, now: datetime) -> list[LineProblem]:
    """Every field of a line that is wrong, in the order of the columns."""
    checks: tuple[Callable[[Cells], object], ...] = (
        _cin,
        _massar_code,
        partial(_birth_date, now=now),
        _university,
        _academic_year,
        _status,
        _email_hint,
        _updated_at,
    )
    return [problem for check in checks if (problem := _problem(check, cells)) is not None]


def read_line(cells: Cells, now: datetime) -> ApplicationLine:
    """The line as typed values.

    Args:
        cells: trimmed text of every column in `COLUMNS`.
        now: UTC without zone; nobody was born later.

    Raises:
        LineProblem: the first field that is wrong.
    """
    return ApplicationLine(
        identity=Identity(_cin(cells), _massar_code(cells), _birth_date(cells, now)),
        university=_university(cells),
        academic_year=_academic_year(cells),
        status=_status(cells),
        email_hint=_email_hint(cells),
        updated_at=_updated_at(cells),
    )


def _problem(check: Callable[[Cells], object], cells: Cells) -> LineProblem | None:
    try:
        check(cells)
    except LineProblem as problem:
        return problem
    return None


def _cin(cells: Cells) -> str:
    return _identifier(cells, "cin", normalise_cin, "one or two letters, then digits")


def _massar_code(cells: Cells) -> str:
    mend = "a letter and nine digits, or ten digits"
    return _identifier(cells, "massar_code", normalise_massar_code, mend)


def _birth_date(cells: Cells, now: datetime) -> date:
    read = partial(read_birth_date, today=now.date())
    return _identifier(cells, "birth_date", read, "a past date, YYYY-MM-DD or DD/MM/YYYY")


def _identifier(cells: Cells, field: str, read: Callable[[str], T], mend: str) -> T:
    try:
        return read(cells[field])
    except InvalidIdentifier as error:
        raise LineProblem(field, error.reason.value, f"write {mend}") from None


def _university(cells: Cells) -> str:
    name = cells["university"]
    if not name:
        raise LineProblem("university", "empty", "write its acronym, such as UM5")
    if len(name) > LONGEST_UNIVERSITY:
        mend = f"use at most {LONGEST_UNIVERSITY} characters"
        raise LineProblem("university", "too long", mend)
    return name


def _academic_year(cells: Cells) -> str:
    found = _ACADEMIC_YEAR.fullmatch(cells["academic_year"])
    if found is None or int(found[2]) != int(found[1]) + 1:
        raise LineProblem("academic_year", "not an academic year", "write it like 2026-2027")
    return f"{found[1]}-{found[2]}"


def _status(cells: Cells) -> Status:
    try:
        return Status(cells["status"].lower())
    except ValueError:
        known = ", ".join(status.value for status in Status)
        raise LineProblem("status", "unknown status", f"use one of {known}") from None


def _email_hint(cells: Cells) -> str | None:
    """`s•••@um5.ac.ma`: enough to recognise one's own address, too little to learn it."""
    if not cells["email"]:
        return None
    found = _EMAIL.fullmatch(cells["email"])
    if found is None or len(found[2]) > LONGEST_EMAIL_DOMAIN:
        raise LineProblem("email", "not an e-mail address", "write name@domain or leave it empty")
    return f"{found[1]}•••@{found[2]}"


def _updated_at(cells: Cells) -> datetime:
    try:
        moment = datetime.fromisoformat(cells["updated_at"].replace("Z", "+00:00"))
        if moment.tzinfo is not None:
            moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    except (ValueError, OverflowError):
        mend = "write it like 2026-11-12 or 2026-11-12T09:30:00+01:00"
        raise LineProblem("updated_at", "not a time", mend) from None
    years = _ACADEMIC_YEAR.fullmatch(cells["academic_year"])
    # A mistyped year, such as 2062, would shut out all later news of the application.
    if years is not None and not int(years[1]) - 1 <= moment.year <= int(years[2]) + 1:
        raise LineProblem("updated_at", "years away from the academic year", "look at both years")
    return moment
