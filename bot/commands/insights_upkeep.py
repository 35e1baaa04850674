"""`taghtia insights upkeep`: the editor's work list of facts and links."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import typer

from bot.answers.plain import domain_responses
from bot.answers.resting import responses_by_fact
from bot.commands.insights import ready_insights
from bot.doctor.finding import Finding, Level
from bot.doctor.links import check_links
from insights.upkeep import Limits, Work, given_answers, work_list
from knowledge import load_knowledge
from knowledge.clock import today

LATELY = 28
COLUMNS = ("what", "why", "asked", "statement", "answers", "sources")


def upkeep(
    ahead: Annotated[
        int, typer.Option(help="Facts that cease to hold in so many days.")
    ] = Limits.ahead,
    old: Annotated[
        int, typer.Option(help="Facts whose newest source is older, in days.")
    ] = Limits.old,
    links: Annotated[bool, typer.Option(help="Also ask every address (a minute).")] = True,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write the list as CSV.")
    ] = None,
) -> None:
    """List facts whose time ends, whose sources are old or press only, and links that are gone."""
    knowledge = load_knowledge()
    given = given_answers(ready_insights().engine, LATELY)
    answers = responses_by_fact(domain_responses())
    work = work_list(knowledge, today(), Limits(ahead, old), answers, given)
    rows = [_fact_row(one) for one in work]
    if links:
        rows += [_link_row(one) for one in check_links() if one.level is not Level.OK]
    for row in rows:
        typer.echo(f"{row['what']:6} {row['why']} ({row['asked'] or 0} asked): {row['statement']}")
    typer.echo(f"{len(work)} of {len(knowledge.facts)} facts, {len(rows) - len(work)} links")
    if out is not None:
        _write(out, rows)


def _fact_row(work: Work) -> dict[str, str]:
    return {
        "what": work.fact.id,
        "why": "; ".join(work.reasons),
        "asked": str(work.asked),
        "statement": work.fact.statement["fr"],
        "answers": " ".join(work.answers),
        "sources": " ".join(work.fact.sources),
    }


def _link_row(finding: Finding) -> dict[str, str]:
    return {**dict.fromkeys(COLUMNS, ""), "what": finding.what, "why": finding.text}


def _write(file: Path, rows: list[dict[str, str]]) -> None:
    # With the mark by which spreadsheets know UTF-8.
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
