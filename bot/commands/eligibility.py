"""`taghtia eligibility …`: feeding and keeping the eligibility store."""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.eligibility_deletion import forget, purge
from bot.commands.eligibility_figures import stats
from bot.commands.eligibility_key import rotate_key
from bot.commands.stores import ready_store, told_plainly
from eligibility.deliveries.template import write_template
from eligibility.importing import ImportRefused, ImportReport, import_delivery

app = typer.Typer(help="The eligibility store.", no_args_is_help=True)
app.command("rotate-key")(rotate_key)
app.command("stats")(stats)
app.command("purge")(purge)
app.command("forget")(forget)


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV (UTF-8, Windows-1256) or XLSX.")
    ],
) -> None:
    """Take a delivery of applications in: all of it, or nothing."""
    with told_plainly():
        store = ready_store()
        try:
            with typer.progressbar(length=100, label="reading", file=sys.stderr) as bar:
                report = import_delivery(
                    store, file, progress=lambda share: bar.update(int(100 * share) - bar.pos)
                )
        except ImportRefused as refused:
            _tell_refusal(refused)
            raise typer.Exit(1) from None
    _tell(report)


@app.command("export-template")
def export_template(
    file: Annotated[
        Path, typer.Argument(help="Where to write it; XLSX if it ends so, else CSV.")
    ] = Path("applications.csv"),
) -> None:
    """Write a file to fill in: the header, one invented line, the permitted values."""
    with told_plainly():
        write_template(file, datetime.now(timezone.utc).date())
    typer.echo(f"written: {file}; replace the invented line")


def _tell(report: ImportReport) -> None:
    if report.ignored_columns:
        typer.echo(f"ignored columns: {', '.join(report.ignored_columns)}")
    if report.note:
        typer.echo(report.note)
    typer.echo(
        f"added {report.added}, changed {report.changed}, unchanged {report.unchanged}"
        f" (applications; {report.lines} lines)"
    )


def _tell_refusal(refused: ImportRefused) -> None:
    for problem in refused.problems:
        typer.echo(str(problem), err=True)
    rest = refused.count - len(refused.problems)
    if rest:
        typer.echo(f"and {rest} more", err=True)
    typer.echo(
        f"nothing imported: {refused.count} problem(s), {refused.lines} line(s) refused", err=True
    )
