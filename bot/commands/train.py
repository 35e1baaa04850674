"""`taghtia train`: makes the model anew when what it is made from has changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import typer

from bot.commands.paths import MODELS, PROJECT, state_directory

# The knowledge base is read when the server starts: a fact or a place needs no training.
_SOURCES = (
    "domain.yml",
    "config.yml",
    "uv.lock",
    "data/**/*.yml",
    # What the fitted models are made with; how their results are decided on needs no training.
    "bot/understanding/*classifier.py",
    "bot/understanding/component.py",
    "bot/understanding/encoder.py",
    "bot/understanding/intent_model.py",
    "bot/understanding/language.py",
    "bot/understanding/linear_model.py",
    "bot/understanding/misspelling.py",
    "bot/understanding/ngrams.py",
    "bot/understanding/normaliser.py",
    "bot/understanding/training_text.py",
    "bot/understanding/wish_model.py",
    "bot/dialogue/*.py",
    "identifiers/*.py",
)


def train() -> None:
    """Train the model if its data, configuration or code changed."""
    typer.echo(f"model: {ensure_model().relative_to(PROJECT)}")


def ensure_model() -> Path:
    """The trained model of the present sources; trained now when there is none yet."""
    model = MODELS / f"taghtia-{fingerprint()}.tar.gz"
    if not model.exists():
        typer.echo("taghtia: training the model (a few minutes) ...", err=True)
        train_model(model)
    return model


def fingerprint() -> str:
    """12 hex digits over everything that the model is made from."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(PROJECT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(PROJECT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def train_model(model: Path) -> None:
    """Train from the present sources into `model`; ends the command where that fails."""
    log = state_directory() / "train.log"
    command = [
        *(sys.executable, "-m", "rasa", "train", "--quiet"),
        *("--domain", "domain.yml", "--config", "config.yml", "--data", "data"),
        *("--out", str(model.parent)),
        *("--fixed-model-name", model.name.removesuffix(".tar.gz")),
    ]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": str(PROJECT)}
    with log.open("w") as output:
        done = subprocess.run(
            command, cwd=PROJECT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    if done.returncode or not model.exists():
        typer.echo(log.read_text()[-3000:], err=True)
        typer.echo(f"taghtia: training failed; the whole log is in {log}", err=True)
        raise typer.Exit(1)
