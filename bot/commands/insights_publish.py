"""`taghtia insights publish`: a model of the present data, unless it got worse."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands import data
from bot.commands.evaluate import lines_of
from bot.commands.publishing import (
    accept,
    candidate_file,
    newest_published,
    published_file,
    refuse,
)
from bot.commands.train import fingerprint, train_model
from bot.evaluation.comparison import Change, Margins, changes, got_worse
from bot.evaluation.parser import load_parser

# Chosen by and reported on; never trained on.
VALIDATION = data.EVALUATION_DATA / "nlu_dev.jsonl"


def publish(
    file: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="Labelled lines to compare on.")
    ] = VALIDATION,
    margin: Annotated[
        float, typer.Option(help="Points by which accuracy, F1, out-of-scope recall may fall.")
    ] = Margins.overall,
    intent_margin: Annotated[
        float, typer.Option(help="Points by which the F1 of an intent may fall.")
    ] = Margins.intent,
) -> None:
    """Train on the present data, compare with the model before, and publish it unless it is worse.

    What is refused is not served: bin/serve goes on with the model before.
    """
    made_from = fingerprint()
    if published_file(made_from).exists():
        typer.echo(
            f"{published_file(made_from).name} is published already: the data did not change"
        )
        return
    before = newest_published()
    if before is None:
        typer.echo("taghtia: there is no model yet: run bin/taghtia train", err=True)
        raise typer.Exit(1)
    data.check(table=False)
    candidate = candidate_file(made_from)
    if not candidate.exists():
        typer.echo("taghtia: training the model (a few minutes) ...", err=True)
        train_model(candidate, before)
    found = compare_models(before, candidate, file)
    print_changes(found)
    worse = list(got_worse(found, Margins(margin, intent_margin)))
    if worse:
        refuse(made_from, before, [_told(change) for change in worse])
        typer.echo(f"refused: {', '.join(map(_told, worse))}")
        typer.echo(f"bin/serve goes on with {before.name}; mend the examples and publish again")
        raise typer.Exit(1)
    typer.echo(f"published: {accept(made_from).name}; bin/serve uses it at its next start")


def compare_models(before: Path, after: Path, file: Path) -> list[Change]:
    """The figures of two models on one file."""
    lines = lines_of(file, ("text", "intent", "variety"))
    return changes(*(_summary(model, lines) for model in (before, after)))


def print_changes(found: list[Change]) -> None:
    """Those of all lines, and those of intents that changed."""
    for change in found:
        if not change.of or change.before != change.after:
            name = change.of or change.name
            typer.echo(
                f"{name:26} {change.before:.3f} -> {change.after:.3f}  {change.points:+6.1f}"
            )


def _summary(model: Path, lines: list[dict[str, Any]]) -> dict[str, Any]:
    from bot.evaluation.nlu import predict, summarise

    return summarise(predict(load_parser(model), lines))


def _told(change: Change) -> str:
    return f"{change.of or change.name} {change.points:+.1f} points"
