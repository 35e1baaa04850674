"""One line of a delivery, checked.

Values that come again and again, such as dates, are read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timezone
from functools import lru_cache
from typing import NamedTuple

from eligibility.deliveries.problems import LineProblem
from eligibility.person import Identity
from eligibility.status import Status
from identifiers import InvalidIdentifier
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code

Cells = Sequence[str]

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
# What Excel makes of ten digits in a narrow column, and saves as CSV.
_ROUNDED_NUMBER = re.compile(r"\d[.,]\d+E[+]\d+", re.IGNORECASE)
_EMAIL = re.compile(r"([^@\s])[^@\s]*@([^@\s]+\.[^@\s]+)")


class ApplicationLine(NamedTuple):
    """A line's content; `updated_at` is UTC without zone."""

    identity: Identity
    university: str
    academic_year: str
    status: Status
    email_hint: str | None
    updated_at: datetime


def read_line(cells: Cells, today: date) -> ApplicationLine:
    """The line as typed values.

    Args:
        cells: trimmed text of every column, in the order of `COLUMNS`.
        today: nobody was born later.

    Raises:
        LineProblem: the first field that is wrong.
    """
    cin, massar_code, birth_date, university, academic_year, status, email, updated_at = cells
    return ApplicationLine(
        Identity(_cin(cin), _massar_code(massar_code), _birth_date(birth_date, today)),
        _university(university),
        _academic_year(academic_year),
        _status(status),
        _email_hint(email),
        _updated_at(updated_at, academic_year),
    )


def problems_in(cells: Cells, today: date) -> list[LineProblem]:
    """Every field of a line that is wrong, in the order of the columns."""
    cin, massar_code, birth_date, university, academic_year, status, email, updated_at = cells
    checks: tuple[Callable[[], object], ...] = (
        lambda: _cin(cin),
        lambda: _massar_code(massar_code),
        lambda: _birth_date(birth_date, today),
        lambda: _university(university),
        lambda: _academic_year(academic_year),
        lambda: _status(status),
        lambda: _email_hint(email),
        lambda: _updated_at(updated_at, academic_year),
    )
    return [problem for check in checks if (problem := _problem(check)) is not None]


def _problem(check: Callable[[], object]) -> LineProblem | None:
    try:
        check()
    except LineProblem as problem:
        return problem
    return None


def _cin(text: str) -> str:
    try:
        return normalise_cin(text)
    except InvalidIdentifier as error:
        raise _misread("cin", error, "one or two letters, then digits") from None


def _massar_code(text: str) -> str:
    if _ROUNDED_NUMBER.fullmatch(text):
        mend = "format the column as text in Excel and enter it again"
        raise LineProblem("massar_code", "a rounded number", mend)
    try:
        return normalise_massar_code(text)
    except InvalidIdentifier as error:
        raise _misread("massar_code", error, "a letter and nine digits, or ten digits") from None


@lru_cache(maxsize=1 << 14)
def _birth_date(text: str, today: date) -> date:
    try:
        return read_birth_date(text, today)
    except InvalidIdentifier as error:
        mend = "a past date, YYYY-MM-DD or DD/MM/YYYY"
        raise _misread("birth_date", error, mend) from None


def _misread(field: str, error: InvalidIdentifier, mend: str) -> LineProblem:
    return LineProblem(field, error.reason.value, f"write {mend}")


@lru_cache(maxsize=1 << 10)
def _university(name: str) -> str:
    if not name:
        raise LineProblem("university", "empty", "write its acronym, such as UM5")
    if len(name) > LONGEST_UNIVERSITY:
        mend = f"use at most {LONGEST_UNIVERSITY} characters"
        raise LineProblem("university", "too long", mend)
    if not name.isprintable():
        raise LineProblem("university", "invisible characters", "write it again by hand")
    return name


@lru_cache(maxsize=1 << 10)
def _academic_year(text: str) -> str:
    found = _ACADEMIC_YEAR.fullmatch(text)
    if found is None or int(found[2]) != int(found[1]) + 1:
        raise LineProblem("academic_year", "not an academic year", "write it like 2026-2027")
    return f"{found[1]}-{found[2]}"


@lru_cache(maxsize=1 << 10)
def _status(text: str) -> Status:
    try:
        return Status(text.lower())
    except ValueError:
        known = ", ".join(status.value for status in Status)
        raise LineProblem("status", "unknown status", f"use one of {known}") from None


def _email_hint(text: str) -> str | None:
    """`s•••@um5.ac.ma`: enough to recognise one's own address, too little to learn it."""
    if not text:
        return None
    found = _EMAIL.fullmatch(text)
    if found is None or len(found[2]) > LONGEST_EMAIL_DOMAIN or not text.isprintable():
        raise LineProblem("email", "not an e-mail address", "write name@domain or leave it empty")
    return f"{found[1]}•••@{found[2]}"


@lru_cache(maxsize=1 << 14)
def _updated_at(text: str, academic_year: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        if moment.tzinfo is not None:
            moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    except (ValueError, OverflowError):
        mend = "write it like 2026-11-12 or 2026-11-12T09:30:00+01:00"
        raise LineProblem("updated_at", "not a time", mend) from None
    years = _ACADEMIC_YEAR.fullmatch(academic_year)
    # A mistyped year, such as 2062, would shut out all later news of the application.
    if years is not None and not int(years[1]) - 1 <= moment.year <= int(years[2]) + 1:
        raise LineProblem("updated_at", "years away from the academic year", "look at both years")
    return moment
