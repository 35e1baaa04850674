"""One line of an import file, checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import TypeVar

from eligibility.person import Identity
from eligibility.status import Status
from identifiers import InvalidIdentifier
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code

T = TypeVar("T")

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


def read_line(row: Mapping[str, str | None]) -> ApplicationLine:
    """The line as typed values.

    Raises:
        LineProblem: the first field that is wrong.
    """
    fields = {column: (row.get(column) or "").strip() for column in COLUMNS}
    updated_at = _moment(fields["updated_at"])
    return ApplicationLine(
        identity=_identity(fields, updated_at),
        university=_required(fields, "university"),
        academic_year=_academic_year(fields["academic_year"]),
        status=_status(fields["status"]),
        email_hint=email_hint(fields["email"]),
        updated_at=updated_at,
    )


def email_hint(address: str) -> str | None:
    """`s•••@um5.ac.ma`: enough to recognise one's own address, too little to learn it."""
    if not address:
        return None
    found = _EMAIL.fullmatch(address)
    if found is None:
        raise LineProblem("email", "not an e-mail address", "write name@domain or leave it empty")
    return f"{found[1]}•••@{found[2]}"


def _identity(fields: Mapping[str, str], updated_at: datetime) -> Identity:
    def read_date(text: str) -> date:
        return read_birth_date(text, updated_at.date())

    return Identity(
        cin=_read(fields, "cin", normalise_cin, "one or two letters, then digits"),
        massar_code=_read(
            fields, "massar_code", normalise_massar_code, "a letter and nine digits, or ten digits"
        ),
        birth_date=_read(fields, "birth_date", read_date, "a past date, YYYY-MM-DD or DD/MM/YYYY"),
    )


def _read(fields: Mapping[str, str], field: str, read: Callable[[str], T], mend: str) -> T:
    try:
        return read(fields[field])
    except InvalidIdentifier as error:
        raise LineProblem(field, error.reason.value, f"write {mend}") from None


def _required(fields: Mapping[str, str], field: str) -> str:
    if not fields[field]:
        raise LineProblem(field, "empty", "fill it in")
    return fields[field]


def _academic_year(text: str) -> str:
    found = _ACADEMIC_YEAR.fullmatch(text)
    if found is None or int(found[2]) != int(found[1]) + 1:
        raise LineProblem("academic_year", "not an academic year", "write it like 2026-2027")
    return f"{found[1]}-{found[2]}"


def _status(text: str) -> Status:
    try:
        return Status(text.lower())
    except ValueError:
        known = ", ".join(status.value for status in Status)
        raise LineProblem("status", "unknown status", f"use one of {known}") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise LineProblem(
            "updated_at", "not a time", "write it like 2026-11-12 or 2026-11-12T09:30:00+01:00"
        ) from None
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(timezone.utc).replace(tzinfo=None)
