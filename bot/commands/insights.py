"""`taghtia insights …`: what is learnt from use."""

from __future__ import annotations

import signal
import threading
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

import handover.migrations
import insights.migrations
from bot.commands.names import names_by_language
from bot.commands.paths import state_directory
from handover import HandoverStore
from handover.database import handover_url
from insights import InsightsStore
from insights.consuming import drain, events_taken_in
from insights.database import insights_url
from insights.experiments import Difference, compare_wordings
from insights.figures.period import Period
from insights.figures.talks import read_talks
from insights.report.making import make_reports
from insights.review.decisions import needs
from insights.spool import Spool
from knowledge.clock import today

app = typer.Typer(help="What is learnt from use.", no_args_is_help=True)
First = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")]
Last = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")]
DAYS = 7


@app.command("report")
def report(
    first: First = None,
    last: Last = None,
    folder: Annotated[
        Path | None, typer.Option("--out", help="Folder of the files; by default var/reports.")
    ] = None,
) -> None:
    """Write the report of a period, by default the seven days until yesterday, as HTML files."""
    period = _period(first, last)
    store = ready_insights()
    folder = folder or state_directory() / "reports"
    handover.migrations.upgrade(handover_url())
    figures = HandoverStore.from_environment().figures
    reports = make_reports(store.engine, figures, period, names_by_language(), today())
    folder.mkdir(parents=True, exist_ok=True)
    for language, html in reports.items():
        file = folder / f"taghtia-{period.first}-{period.last}-{language}.html"
        file.write_text(html, encoding="utf-8")
        typer.echo(str(file))


@app.command("consume")
def consume() -> None:
    """Take events in until stopped; for servers that are not started by `serve`. One is enough."""
    ready_insights()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    with events_taken_in():
        stopped.wait()


@app.command("needs")
def new_needs() -> None:
    """List the new needs that editors named, most wanted first."""
    for name, count in needs(ready_insights().engine).most_common():
        typer.echo(f"{count:5}  {name}")


@app.command("wordings")
def wordings(first: First = None, last: Last = None) -> None:
    """Compare the wordings of responses that have several: docs/insights.md says how."""
    period = _period(first, last)
    compared = compare_wordings(read_talks(ready_insights().engine, period))
    for one in compared:
        typer.echo(f"{one.response}, {period.first} to {period.last}")
        for name, trial in zip(one.wordings, one.trials, strict=True):
            typer.echo(
                f"  {name:20} {trial.conversations:6} conversations, {trial.again} asked again;"
                f" {trial.votes} votes, {trial.helpful} helpful"
            )
        typer.echo(f"  helpful:     {_told(one.helpful, one.wordings)}")
        typer.echo(f"  asked again: {_told(one.again, one.wordings)}")
    if not compared:
        typer.echo("no response was said in two wordings in this period")


def _told(found: Difference | None, names: tuple[str, str]) -> str:
    if found is None:
        return "nothing to compare yet"
    value, low, high = (f"{100 * one:+.1f}" for one in (found.value, found.low, found.high))
    verdict = "" if found.is_sure else ": chance alone may make as much"
    return f"{names[1]} - {names[0]} = {value} points, between {low} and {high}{verdict}"


def ready_insights() -> InsightsStore:
    """The store of the environment, at the newest migration, with all that waited taken in.

    Raises:
        typer.Exit: its settings are wrong; said on standard error.
    """
    try:
        insights.migrations.upgrade(insights_url())
        store = InsightsStore.from_environment()
    except ValueError as error:
        typer.echo(f"taghtia: {error}", err=True)
        raise typer.Exit(1) from None
    drain(Spool.from_environment(), store)
    return store


def _period(first: datetime | None, last: datetime | None) -> Period:
    end: date = last.date() if last else today() - timedelta(days=1)
    if first is None:
        return Period.of_days(DAYS, end)
    try:
        return Period(first.date(), end)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
