"""Records of a YAML or CSV file, each field read by type and refused by name."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.refusal import KnowledgeError

LANGUAGES = ("fr", "ar")
Bilingual = dict[str, str]


@dataclass(frozen=True)
class Record:
    """One entry of a file, with the line it begins on."""

    file: Path
    line: int
    fields: Mapping[str, Any]

    def refuse(self, field: str, problem: str, mend: str) -> KnowledgeError:
        """The error to raise for one field."""
        return KnowledgeError(self.file, self.line, field, problem, mend)

    def text(self, field: str) -> str:
        """A text that must be there."""
        value = self.fields.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(field, "missing", "write a text")
        return value.strip()

    def optional_text(self, field: str) -> str | None:
        """A text, or None when absent or null."""
        return None if self.fields.get(field) in (None, "") else self.text(field)

    def one_of(self, field: str, allowed: tuple[str, ...]) -> str:
        """A text out of a list."""
        value = self.text(field)
        if value not in allowed:
            raise self.refuse(field, "unknown value", f"use one of {', '.join(allowed)}")
        return value

    def bilingual(self, field: str) -> Bilingual:
        """`{"fr": text, "ar": text}`; both must be there."""
        value = self.fields.get(field)
        if not isinstance(value, Mapping) or set(value) != set(LANGUAGES):
            raise self.refuse(field, "not in both languages", "write {fr: ..., ar: ...}")
        for language in LANGUAGES:
            if not isinstance(value[language], str) or not value[language].strip():
                raise self.refuse(f"{field}.{language}", "missing", "write a text")
        return {language: value[language].strip() for language in LANGUAGES}

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts; absent is empty."""
        value = self.fields.get(field) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.refuse(field, "not a list of texts", "write [a, b]")
        return tuple(value)

    def day(self, field: str) -> date | None:
        """A date, or None when absent."""
        value = self.fields.get(field)
        if value is not None and type(value) is not date:
            raise self.refuse(field, "not a date", "write it like 2027-01-31, without quotes")
        return value

    def number(self, field: str) -> float:
        """A number, also one written as text."""
        try:
            return float(self.fields.get(field) or "")
        except (TypeError, ValueError):
            raise self.refuse(field, "not a number", "write it like 33.9830") from None


def yaml_records(file: Path) -> Iterator[Record]:
    """The entries of a YAML list of mappings.

    Raises:
        KnowledgeError: not YAML, or not such a list.
    """
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise KnowledgeError(file, line, "file", "not YAML", "mind quotes and indents") from None
    if not isinstance(root, yaml.SequenceNode):
        raise KnowledgeError(file, 1, "file", "not a list", "begin each entry with '- id: ...'")
    loader = yaml.CSafeLoader("")
    for node in root.value:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            raise KnowledgeError(file, line, "entry", "not a mapping", "write 'field: value' lines")
        yield Record(file, line, loader.construct_document(node))


def csv_records(file: Path) -> Iterator[Record]:
    """The rows of a CSV file with a header."""
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            yield Record(file, reader.line_num, row)
