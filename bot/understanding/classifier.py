"""The Rasa component that finds a message's language and intent."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.decision import decide
from bot.understanding.intent_model import IntentModel
from bot.understanding.language import (
    VarietyModel,
    language_asked_for,
    language_of,
    variety_of,
)
from identifiers import placeholders

RANKED = 10
# Entities of the component before this one in the pipeline.
NAMES = frozenset({"city", "university"})
ARABIC_BEGINS = "\u0600"
_FILE = "models.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LanguageAndIntentClassifier(GraphComponent):
    """Sets `intent`, `intent_ranking`, `variety`, and entities `language`, `language_choice`.

    The language is an entity so that Rasa's own slot mapping takes it up without a custom action.
    """

    def __init__(
        self,
        model_storage: ModelStorage,
        resource: Resource,
        intents: IntentModel | None = None,
        varieties: VarietyModel | None = None,
    ) -> None:
        self._storage = model_storage
        self._resource = resource
        self._intents = intents
        self._varieties = varieties

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageAndIntentClassifier:
        """An untrained component."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LanguageAndIntentClassifier:
        """The component as it was trained, its models warm."""
        with model_storage.read_from(resource) as directory:
            intents, varieties = joblib.load(Path(directory) / _FILE)
        component = cls(model_storage, resource, intents, varieties)
        component.process([Message({TEXT: "bonjour"})])
        return component

    @staticmethod
    def fingerprint_addon(config: dict[str, Any]) -> str | None:
        """The code beside this class, and what it calls, decides the result too."""
        digest = hashlib.sha256()
        beside = sorted(Path(__file__).parent.glob("*.py"))
        for path in (*beside, Path(placeholders.__file__)):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    @classmethod
    def required_packages(cls) -> list[str]:
        """Nothing that Rasa could check: its check wants import and package names to agree."""
        return []

    def train(self, training_data: TrainingData) -> Resource:
        """Fit both models on the examples; their `variety` stands in the intent's metadata."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        texts = [example.get(TEXT) for example in examples]
        self._intents = IntentModel.fit(texts, [example.get(INTENT) for example in examples])
        marked = [(e.get(TEXT), variety) for e in examples if (variety := _variety(e))]
        self._varieties = VarietyModel.fit([t for t, _ in marked], [v for _, v in marked])
        with self._storage.write_to(self._resource) as directory:
            joblib.dump((self._intents, self._varieties), Path(directory) / _FILE, compress=3)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and language of each message."""
        for message in messages:
            self._understand(message, message.get(TEXT) or "")
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples carry their intents already."""
        return training_data

    def _understand(self, message: Message, text: str) -> None:
        assert self._intents is not None and self._varieties is not None
        shares = self._intents.probabilities(text)
        name = decide(shares)
        confidence = shares.get(name, max(shares.values()))
        ranking = sorted(shares.items(), key=lambda item: -item[1])[:RANKED]
        message.set(INTENT, {"name": name, "confidence": confidence}, add_to_output=True)
        message.set(
            INTENT_RANKING_KEY,
            [{"name": n, "confidence": p} for n, p in ranking],
            add_to_output=True,
        )
        message.set("variety", variety_of(text, self._varieties), add_to_output=True)
        found = {"language": language_of(_without_names(message, text), self._varieties)}
        if name == "choose_language":
            found["language_choice"] = language_asked_for(text)
        entities = [
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
