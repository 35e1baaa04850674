"""`taghtia doctor`: what of this installation works, and how to mend the rest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.doctor.analytics import check_spool
from bot.doctor.finding import Finding, Level
from bot.doctor.installation import check_clock, check_disk, check_key, check_model
from bot.doctor.links import check_links
from bot.doctor.messengers import check_messengers
from bot.doctor.queues import check_queues
from bot.doctor.services import check_redis, check_stores
from bot.doctor.telephone import check_telephone


def doctor(
    links: Annotated[
        bool, typer.Option(help="Also ask every address of the knowledge base (a minute).")
    ] = True,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write the findings as JSON.")
    ] = None,
) -> None:
    """Check key, model, clock, stores, Redis, messengers and links, and say what to mend."""
    found: list[Finding] = []
    for finding in findings(links):
        typer.echo(f"{finding.level.value:8} {finding.what:20} {finding.text}")
        found.append(finding)
    counts = Counter(finding.level for finding in found)
    typer.echo(", ".join(f"{counts[level]} {level.value}" for level in Level))
    if report is not None:
        report.write_text(json.dumps([one.as_json() for one in found], indent=1) + "\n")
    if counts[Level.MEND]:
        raise typer.Exit(1)


def findings(links: bool) -> Iterator[Finding]:
    """Every check's result, as soon as it is there."""
    yield from (check_key(), check_disk(), check_model())
    yield from check_stores()
    yield check_redis()
    yield from check_messengers()
    yield from check_telephone()
    yield from check_queues()
    yield from check_spool()
    yield check_clock()
    if links:
        yield from check_links()
