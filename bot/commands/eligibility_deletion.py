"""`taghtia eligibility purge` and `forget`."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated

import typer

from bot.commands.stores import ready_store, told_plainly
from eligibility.erasure import forget as forget_person
from eligibility.person import Identity
from eligibility.retention import OldData, count_old
from eligibility.retention import purge as purge_store
from identifiers import InvalidIdentifier
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code


def purge(
    before: Annotated[
        str, typer.Option(help="The first academic year to keep: 2026-2027, or 2026.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete the applications of earlier academic years, and the audit of look-ups before."""
    year = _first_year(before)
    with told_plainly():
        engine = ready_store().engine
        typer.echo(f"to be deleted, of before {year}-{year + 1}: {_said(count_old(engine, year))}")
        if not yes:
            typer.confirm("Delete them for good?", abort=True)
        typer.echo(f"deleted: {_said(purge_store(engine, year, datetime.utcnow()))}")


def forget() -> None:
    """Delete all that is held of one person; asks for the three identifiers, unseen."""
    identity = _asked()
    with told_plainly():
        gone = forget_person(ready_store(), identity, datetime.utcnow())
    typer.echo(
        f"deleted: {gone.applications} application(s), {gone.changes} change(s) of state,"
        f" {gone.tries} count(s) of wrong tries or locks"
    )
    if not gone.applications:
        typer.echo("no application of this person was there: are all three right?")
    typer.echo("a later delivery with this person brings them back: tell whoever sends it")


def _first_year(text: str) -> int:
    found = re.fullmatch(r"(20\d\d)(?:-(20\d\d))?", text)
    if found is None or (found[2] and int(found[2]) != int(found[1]) + 1):
        raise typer.BadParameter("write it like 2026-2027, or 2026", param_hint="--before")
    return int(found[1])


def _said(old: OldData) -> str:
    return f"{old.applications} application(s), {old.lookups} look-up(s) of the audit"


def _asked() -> Identity:
    try:
        return Identity(
            normalise_cin(_hidden("CIN")),
            normalise_massar_code(_hidden("Massar code")),
            read_birth_date(_hidden("birth date (YYYY-MM-DD or DD/MM/YYYY)"), date.today()),
        )
    except InvalidIdentifier as error:
        typer.echo(f"taghtia: not an identifier ({error.reason.value}); nothing deleted", err=True)
        raise typer.Exit(1) from None


def _hidden(name: str) -> str:
    answer: str = typer.prompt(f"{name} (not shown)", hide_input=True)
    return answer
