"""The Rasa component that finds a message's variety and the language to answer it in."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.component import TrainedComponent, labelled
from bot.understanding.language import VarietyModel, language_asked_for

# Entities of the component before this one in the pipeline.
NAMES = frozenset({"city", "university"})
ARABIC_BEGINS = "\u0600"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LanguageClassifier(TrainedComponent):
    """Sets `variety`, and the language as an entity, so that Rasa's own slot mapping takes it up.

    `language` changes the conversation's language, `language_guess` only begins it;
    `language_choice` is the language that the text names.
    """

    _model: VarietyModel | None

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples; their variety stands in the intent's metadata.

        Without any marked example, as in other people's data, the component finds nothing.
        """
        marked = [(e.get(TEXT), v) for e in labelled(training_data) if (v := _variety(e))]
        before = self._before(marked)
        if before is not None:
            # A few examples change no language.
            return self._keep(before)
        if not marked:
            return self._keep(None)
        return self._keep(VarietyModel.fit([t for t, _ in marked], [v for _, v in marked]))

    def _understand(self, message: Message, text: str) -> None:
        if self._model is None:
            return
        message.set("variety", self._model.variety_of(text), add_to_output=True)
        found = {"language_choice": language_asked_for(text)}
        language = self._model.language_of(_without_names(message, text))
        if language is not None:
            found["language" if language.sure else "language_guess"] = language.code
        entities: list[dict[str, Any]] = [
            {"entity": entity, "value": value, "start": 0, "end": len(text)}
            for entity, value in found.items()
            if value is not None
        ]
        message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)


def _without_names(message: Message, text: str) -> str:
    """The text without names in Latin letters, which belong to no language; Arabic script does."""
    for entity in message.get(ENTITIES, []):
        start, end = entity["start"], entity["end"]
        if entity["entity"] in NAMES and max(text[start:end]) < ARABIC_BEGINS:
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _variety(example: Message) -> str | None:
    metadata = example.get("metadata") or {}
    variety = (metadata.get("intent") or {}).get("variety")
    return str(variety) if variety else None
