"""Which model is served: a refused one is not, until its data change or it is published after all.

A refusal is a file beside the models, `refused-FINGERPRINT.json`, that names the model to go on
with.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bot.commands.paths import MODELS


def published_file(fingerprint: str) -> Path:
    """The published model of some sources."""
    return MODELS / f"taghtia-{fingerprint}.tar.gz"


def candidate_file(fingerprint: str) -> Path:
    """A model that was trained to be compared."""
    return MODELS / f"candidate-{fingerprint}.tar.gz"


def newest_published() -> Path | None:
    """The model that was published last."""
    return max(MODELS.glob("taghtia-*.tar.gz"), key=lambda one: one.stat().st_mtime, default=None)


def refuse(fingerprint: str, instead: Path, reasons: Sequence[str]) -> None:
    """Keep a model from being served."""
    said = {"instead": instead.name, "reasons": list(reasons)}
    _refusal(fingerprint).write_text(json.dumps(said, indent=1), encoding="utf-8")


def instead_of_refused(fingerprint: str) -> Path | None:
    """The model to go on with where that of these sources was refused and is still there."""
    file = _refusal(fingerprint)
    if not file.exists():
        return None
    model = MODELS / str(json.loads(file.read_text(encoding="utf-8"))["instead"])
    return model if model.exists() else None


def accept(fingerprint: str) -> Path:
    """Publish the candidate of these sources; returns its place."""
    model = candidate_file(fingerprint).rename(published_file(fingerprint))
    _refusal(fingerprint).unlink(missing_ok=True)
    return model


def _refusal(fingerprint: str) -> Path:
    return MODELS / f"refused-{fingerprint}.json"
