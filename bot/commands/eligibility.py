"""`taghtia eligibility …`: feeding the eligibility store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eligibility.importing import ImportRefused, import_csv
from eligibility.migrations import upgrade
from eligibility.store import EligibilityStore, database_url

app = typer.Typer(help="The eligibility store.", no_args_is_help=True)


@app.callback()
def eligibility() -> None:
    """The eligibility store."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV file, UTF-8.")],
) -> None:
    """Take a delivery of applications in: all of it, or nothing."""
    upgrade(database_url())
    try:
        report = import_csv(EligibilityStore.from_environment(), file)
    except ImportRefused as refused:
        for problem in refused.problems:
            typer.echo(str(problem), err=True)
        typer.echo(f"nothing imported: {len(refused.problems)} problem(s)", err=True)
        raise typer.Exit(1) from None
    if report.ignored_columns:
        typer.echo(f"ignored columns: {', '.join(report.ignored_columns)}")
    typer.echo(f"added {report.added}, updated {report.updated}, unchanged {report.unchanged}")
