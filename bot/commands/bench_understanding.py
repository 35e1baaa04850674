"""`taghtia bench understanding`: our pipeline and Rasa's default one on the same examples."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from bot.bench.pipelines import default_pipeline, measure, our_pipeline, sample
from bot.commands.paths import PROJECT
from bot.evaluation.examples import read_examples


def bench_understanding(
    examples: Annotated[int, typer.Option(help="Train on about so many of our examples.")] = 2_500,
    epochs: Annotated[int, typer.Option(help="Of DIET; Rasa's default is 100: hours.")] = 20,
    file: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="Messages to measure by.")
    ] = PROJECT / "tests/data/nlu_test.jsonl",
    only: Annotated[
        list[str] | None, typer.Option(help="Of the pipelines' names; all by default.")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the figures here.")
    ] = None,
) -> None:
    """Accuracy, calibration, speed, memory and training of both; many minutes.

    Ours also without what it learns from misspelt copies, and without the sentence encoder.
    """
    taught = sample(read_examples(), examples)
    pipelines = {
        "ours": our_pipeline(),
        "ours without misspelt copies": our_pipeline(misspelt_copies=0),
        "ours without the encoder": our_pipeline(encoder_until=0),
        "default": default_pipeline(epochs),
    }
    figures = {}
    for name, pipeline in pipelines.items():
        if only and name not in only:
            continue
        with tempfile.TemporaryDirectory() as folder:
            figures[name] = measure(pipeline, taught, file.resolve(), Path(folder) / "bench")
        typer.echo(f"{name}, {len(taught)} examples: {json.dumps(figures[name])}")
    if json_file:
        json_file.write_text(json.dumps(figures, indent=1), encoding="utf-8")
