"""Labelled lines of an evaluation file (JSON lines)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


class EvaluationFileError(ValueError):
    """Names file, line and field of an evaluation file that cannot be read."""


def read_lines(file: Path, required: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The lines of a file, each a mapping with the required fields.

    Raises:
        EvaluationFileError: a line is not JSON or lacks a field.
    """
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except ValueError:
            raise EvaluationFileError(f"{file.name}:{number}: not JSON; mend the line") from None
        for field in required:
            if not isinstance(fields, dict) or not isinstance(fields.get(field), str):
                raise EvaluationFileError(f"{file.name}:{number}: {field}: missing; add a text")
        yield fields
