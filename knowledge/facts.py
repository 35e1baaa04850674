"""Facts and the sources that they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.records import LANGUAGES, Bilingual, Record, yaml_records

CONFIDENCE = ("high", "medium", "low")
STATUS = ("confirmed", "limited", "outdated", "wrong", "unverified", "unknown")
SOURCE_KINDS = ("official", "official_text", "press", "other", "flyer")


@dataclass(frozen=True)
class Source:
    """Where facts were read; `date` is said to people and may be "not dated"."""

    id: str
    kind: str
    title: Bilingual
    url: str | None
    date: Bilingual


@dataclass(frozen=True)
class Fact:
    """One fact.

    `values` are the fragments that answers fill in; `status` is how it stood up to checking;
    `printed` is what the flyer prints wrongly; both dates are inclusive, None is open.
    """

    id: str
    topic: str
    statement: Bilingual
    values: Mapping[str, Bilingual]
    sources: tuple[str, ...]
    confidence: str
    status: str
    valid_from: date | None
    valid_until: date | None
    printed: str | None

    def holds_on(self, day: date) -> bool:
        """Whether the fact is in force on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


def load_sources(file: Path) -> dict[str, Source]:
    """Sources by id."""
    sources: dict[str, Source] = {}
    for record in yaml_records(file):
        source = Source(
            id=_new_id(record, sources),
            kind=record.one_of("kind", SOURCE_KINDS),
            title=record.bilingual("title"),
            url=record.optional_text("url"),
            date=record.bilingual("date"),
        )
        sources[source.id] = source
    return sources


def load_facts(file: Path, sources: Mapping[str, Source]) -> dict[str, Fact]:
    """Facts by id; every source that they name must be known."""
    facts: dict[str, Fact] = {}
    for record in yaml_records(file):
        fact = Fact(
            id=_new_id(record, facts),
            topic=record.text("topic"),
            statement=record.bilingual("statement"),
            values=_values(record),
            sources=_known_sources(record, sources),
            confidence=record.one_of("confidence", CONFIDENCE),
            status=record.one_of("status", STATUS),
            valid_from=record.day("valid_from"),
            valid_until=record.day("valid_until"),
            printed=record.optional_text("printed"),
        )
        if fact.valid_from and fact.valid_until and fact.valid_from > fact.valid_until:
            raise record.refuse("valid_until", "before valid_from", "swap or mend the dates")
        facts[fact.id] = fact
    return facts


def _new_id(record: Record, known: Mapping[str, object]) -> str:
    new = record.text("id")
    if new in known:
        raise record.refuse("id", f"{new} stands twice", "give each entry an id of its own")
    return new


def _known_sources(record: Record, sources: Mapping[str, Source]) -> tuple[str, ...]:
    named = record.texts("sources")
    for source in named:
        if source not in sources:
            raise record.refuse("sources", f"{source} is unknown", "add it to sources.yml")
    return named


def _values(record: Record) -> dict[str, Bilingual]:
    values = record.fields.get("values") or {}
    if not isinstance(values, Mapping):
        raise record.refuse("values", "not a mapping", "write name: value lines")
    return {name: _value(record, f"values.{name}", value) for name, value in values.items()}


def _value(record: Record, field: str, value: object) -> Bilingual:
    if isinstance(value, Mapping):
        return Record(record.file, record.line, {field: value}).bilingual(field)
    if not isinstance(value, str):
        raise record.refuse(field, "not a text", "put it in quotes")
    return dict.fromkeys(LANGUAGES, value)
