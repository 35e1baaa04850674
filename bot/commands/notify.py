"""`taghtia notify`: tells people what they asked to be told of.

The running assistant goes such a round by itself every minute; it sends what is queued here.
"""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Annotated

import typer

from bot.channels.messaging.pushing import Pushed
from bot.commands.stores import ready_store, told_plainly
from bot.notifying.tellers import tellers_from_environment
from bot.notifying.telling import Telling
from knowledge.clock import today

YEAR = re.compile(r"(\d{4})-(\d{4})")


def notify(
    declarations_open: Annotated[
        str | None,
        typer.Option(
            metavar="YEAR",
            help="Also tell that the declarations of a year, such as 2027-2028, are open.",
        ),
    ] = None,
) -> None:
    """Tell everybody whose application changed since they were told, and what else is news."""
    opened = _academic_year(declarations_open) if declarations_open else None
    with told_plainly():
        store = ready_store()
        try:
            tellers = tellers_from_environment()
        except ValueError as error:
            typer.echo(f"taghtia: {error}", err=True)
            raise typer.Exit(1) from None
        moment = datetime.now(timezone.utc).replace(tzinfo=None)
        done = Telling(store, tellers).go_round(moment, today(), opened)
    typer.echo(
        f"{done[Pushed.QUEUED]} told, {done[Pushed.NOT_NOW]} wait until they write (no template:"
        f" docs/channels.md), {done[Pushed.NOBODY]} cannot be reached any more"
    )


def _academic_year(given: str) -> str:
    found = YEAR.fullmatch(given)
    if found is None or int(found[2]) != int(found[1]) + 1:
        raise typer.BadParameter(f"{given} is no academic year: write 2027-2028")
    return given
