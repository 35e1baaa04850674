"""`taghtia train`: makes the model anew when what it is made from has changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.paths import PROJECT, state_directory
from bot.commands.publishing import instead_of_refused, newest_published, published_file
from bot.understanding.sources import digest_of, made_with

# The knowledge base is read when the server starts: a fact or a place needs no training.
_SOURCES = ("domain.yml", "config.yml", "data/**/*.yml", "bot/dialogue/*.py")


def train(
    from_nothing: Annotated[
        bool, typer.Option("--from-nothing", help="Learn anew, not on from the last model.")
    ] = False,
) -> None:
    """Train the model if its data, configuration or code changed.

    It goes on from the last model where little changed.
    """
    if from_nothing:
        train_model(model_file(), beginning=None)
    typer.echo(f"model: {ensure_model().relative_to(PROJECT)}")


def ensure_model() -> Path:
    """The trained model of the present sources; trained now when there is none yet.

    Where that was compared and refused (`taghtia insights publish`), the one before it.
    """
    wanted = model_file()
    model = trained_model(wanted)
    if model is None:
        typer.echo("taghtia: training the model (a few minutes) ...", err=True)
        train_model(wanted, newest_published())
        return wanted
    if model != wanted:
        typer.echo(f"taghtia: the model of these data was refused: {model.name}", err=True)
    return model


def trained_model(wanted: Path) -> Path | None:
    """The model wanted, or the one before it where that was refused; None: there is neither."""
    return wanted if wanted.exists() else instead_of_refused(fingerprint())


def model_file() -> Path:
    """Where the model of the present sources is, or will be."""
    return published_file(fingerprint())


def fingerprint() -> str:
    """12 hex digits over everything that the model is made from."""
    files = (path for pattern in _SOURCES for path in sorted(PROJECT.glob(pattern)))
    return hashlib.sha256((digest_of(files) + made_with()).encode()).hexdigest()[:12]


def train_model(model: Path, beginning: Path | None) -> None:
    """Train from the present sources into `model`; ends the command where that fails.

    Args:
        beginning: a model to go on from where little changed since.
    """
    log = state_directory() / "train.log"
    command = [sys.executable, "-m", "bot.training", "--out", str(model)]
    if beginning is not None:
        command += ["--beginning", str(beginning)]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": str(PROJECT)}
    with log.open("w") as output:
        done = subprocess.run(
            command, cwd=PROJECT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    if done.returncode or not model.exists():
        typer.echo(log.read_text()[-3000:], err=True)
        typer.echo(f"taghtia: training failed; the whole log is in {log}", err=True)
        raise typer.Exit(1)
