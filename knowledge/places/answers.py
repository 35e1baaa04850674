"""What a message says of a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from knowledge.places.gazetteer import Place

Span = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """One place was understood, in `text[span]`; `others` were named beside it."""

    place: Place
    span: Span
    others: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Ambiguous:
    """Several places bear the name, and they have different offices."""

    candidates: tuple[Place, ...]
    span: Span


@dataclass(frozen=True)
class Abroad:
    """A place outside the country; `nearest_offer` is a Moroccan town to offer, if one is near."""

    name: dict[str, str]
    span: Span
    nearest_offer: Place | None


@dataclass(frozen=True)
class Vague:
    """No single place: `kind` is region, generic or university (one of several towns)."""

    kind: str
    candidates: tuple[Place, ...]
    span: Span


@dataclass(frozen=True)
class NotFound:
    """No place was understood."""


PlaceAnswer: TypeAlias = Found | Ambiguous | Abroad | Vague | NotFound


@dataclass(frozen=True)
class PlaceSpan:
    """A place named in `text[start:end]`."""

    start: int
    end: int
    place: Place
