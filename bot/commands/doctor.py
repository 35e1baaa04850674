"""`taghtia doctor`: what of this installation works, and how to mend the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

import typer

from bot.doctor.finding import Finding, Level
from bot.doctor.installation import check_clock, check_disk, check_key, check_model
from bot.doctor.links import check_links
from bot.doctor.messengers import check_messengers
from bot.doctor.services import DATABASES, check_database, check_redis


def doctor(
    links: Annotated[
        bool, typer.Option(help="Also ask every address of the knowledge base.")
    ] = False,
) -> None:
    """Check key, model, clock, databases, Redis and messengers, and say what to mend."""
    counts: Counter[Level] = Counter()
    for finding in findings(links):
        typer.echo(f"{finding.level.value:8} {finding.what:20} {finding.text}")
        counts[finding.level] += 1
    typer.echo(", ".join(f"{counts[level]} {level.value}" for level in Level))
    if counts[Level.MEND]:
        raise typer.Exit(1)


def findings(links: bool) -> Iterator[Finding]:
    """Every check's result, as soon as it is there."""
    yield from (check_key(), check_disk(), check_model())
    yield from (check_database(*database) for database in DATABASES)
    yield check_redis()
    yield from check_messengers()
    yield check_clock()
    if links:
        yield from check_links()
