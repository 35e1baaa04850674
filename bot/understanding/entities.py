"""The Rasa component that finds places, universities, identifiers and kinds of care."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.lexicon import find_terms
from bot.understanding.normaliser import normalise
from identifiers.placeholders import Placeholder, find_placeholders
from knowledge import Knowledge, load_knowledge
from knowledge.negations import NAMESAKES, NEGATIONS, PERSONS
from knowledge.places.answers import PlaceSpan
from knowledge.universities import UniversitySpan

Span = TypeVar("Span", PlaceSpan, UniversitySpan)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class KnowledgeEntityExtractor(GraphComponent):
    """Entities from the knowledge base, the gate's placeholders and the lexicon."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KnowledgeEntityExtractor:
        """The extractor over the project's own knowledge base."""
        return cls(load_knowledge())

    @classmethod
    def required_packages(cls) -> list[str]:
        """Nothing that Rasa could check."""
        return []

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = [*message.get(ENTITIES, []), *self._entities(text)]
            message.set(ENTITIES, found, add_to_output=True)
        return messages

    def _entities(self, text: str) -> Iterator[dict[str, Any]]:
        for held in meant(text):
            yield _entity(held.kind, text[held.start : held.end], held.start, held.end)
        universities = _not_denied(text, self._knowledge.universities.find(text), NAMESAKES)
        for named in universities:
            yield _entity("university", named.university.acronym, named.start, named.end)
        for place in _not_denied(text, self._knowledge.places.spans(text), PERSONS):
            if not any(_is_part(place, named) for named in universities):
                yield _entity("city", place.place.name["fr"], place.start, place.end)
        if self._knowledge.schools.is_named(text):
            yield _entity("school", "yes", 0, len(text))
        for entity, value in find_terms(text):
            yield _entity(entity, value, 0, len(text))


def meant(text: str) -> list[Placeholder]:
    """The identifiers given; "it is A, not B" gives A only."""
    held = find_placeholders(text)
    denied = [one for one in held if _last_word(text[: one.start]) in NEGATIONS]
    kept_kinds = {one.kind for one in held if one not in denied}
    return [one for one in held if one not in denied or one.kind not in kept_kinds]


def _not_denied(text: str, named: list[Span], namesakes: frozenset[str]) -> list[Span]:
    """Those meant: "not USMBA, UMI" means the second; what follows one of `namesakes` is none."""
    named = [one for one in named if _word_before(one, text) not in namesakes]
    return [one for one in named if _word_before(one, text) not in NEGATIONS] or named


def _word_before(span: PlaceSpan | UniversitySpan, text: str) -> str:
    return _last_word(text[: span.start])


def _is_part(place: PlaceSpan, named: UniversitySpan) -> bool:
    """Whether a university's name says the place; its town's is said beside it."""
    apart = place.end <= named.start or named.end <= place.start
    return not apart and place.place.name["fr"] not in named.university.cities


def _last_word(text: str) -> str:
    return next(iter(normalise(text).split()[-1:]), "")


def _entity(entity: str, value: str, start: int, end: int) -> dict[str, Any]:
    return {"entity": entity, "value": value, "start": start, "end": end}
