"""A data file that cannot be believed."""

from __future__ import annotations

from pathlib import Path


class KnowledgeError(ValueError):
    """Names file, line and field, what is wrong there, and the mend."""

    def __init__(self, file: Path, line: int, field: str, problem: str, mend: str) -> None:
        super().__init__(f"{file.name}:{line}: {field}: {problem}; {mend}")
        self.file, self.line, self.field = file, line, field
