"""`taghtia insights …`: what is learnt from use."""

from __future__ import annotations

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
from insights.consuming import drain
from insights.database import insights_url
from insights.figures.period import Period
from insights.report.making import make_reports
from insights.spool import Spool
from knowledge.clock import today

app = typer.Typer(help="What is learnt from use.", no_args_is_help=True)
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Such as 2026-11-30.")]
DAYS = 7


@app.command("report")
def report(
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")
    ] = None,
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
