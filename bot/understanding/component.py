"""What our trained graph components have in common: one file of fitted models in Rasa's storage."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.sources import made_with

_FILE = "model.joblib"
# What the model was made with: other code or packages may not even read it.
_MADE_WITH = "made_with"
_MARKS = "marks.joblib"
# Of the examples; where more changed, the training begins from nothing.
LITTLE_CHANGED = 0.05
Component = TypeVar("Component", bound="TrainedComponent")


class TrainedComponent(GraphComponent):
    """A component whose whole knowledge is one picklable model.

    `_beginning`: the model that an incremental training may go on from, with the marks of its
    examples; None where there is none, or other code made it.
    """

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Any = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model
        self._beginning: tuple[Any, frozenset[int]] | None = None
        self._marks: frozenset[int] = frozenset()

    @classmethod
    def create(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        """An untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Component:
        """The component as it was trained, warm: its first message is as quick as the others."""
        with model_storage.read_from(resource) as directory:
            if execution_context.is_finetuning:
                component = cls(config, model_storage, resource)
                if _read(Path(directory) / _MADE_WITH) == made_with():
                    component._beginning = (
                        joblib.load(Path(directory) / _FILE),
                        joblib.load(Path(directory) / _MARKS),
                    )
                return component
            model = joblib.load(Path(directory) / _FILE)
        component = cls(config, model_storage, resource, model)
        component.process([Message({TEXT: "bonjour"})])
        return component

    @staticmethod
    def fingerprint_addon(config: dict[str, Any]) -> str | None:
        """The code beside this class, and what it calls, decide the result too."""
        return made_with()

    @classmethod
    def required_packages(cls) -> list[str]:
        """Nothing that Rasa could check: its check wants import and package names to agree."""
        return []

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples are labelled already."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what the component finds to each message."""
        for message in messages:
            self._understand(message, message.get(TEXT) or "")
        return messages

    def _understand(self, message: Message, text: str) -> None:
        raise NotImplementedError

    def _before(self, examples: Iterable[tuple[str, str]]) -> Any:
        """The model to go on from where few of the examples (text, label) changed; else None."""
        self._marks = marks_of(examples)
        model, marks = self._beginning or (None, frozenset())
        return model if len(marks ^ self._marks) <= LITTLE_CHANGED * len(self._marks) else None

    def _keep(self, model: Any) -> Resource:
        self._model = model
        with self._storage.write_to(self._resource) as directory:
            joblib.dump(model, Path(directory) / _FILE, compress=3)
            joblib.dump(self._marks, Path(directory) / _MARKS)
            (Path(directory) / _MADE_WITH).write_text(made_with(), encoding="utf-8")
        return self._resource


def marks_of(examples: Iterable[tuple[str, str]]) -> frozenset[int]:
    """A short number for each example (text, label), to tell how many changed."""
    return frozenset(crc32(f"{label} {text}".encode()) for text, label in examples)


def _read(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


def labelled(training_data: TrainingData) -> list[Message]:
    """The examples that have a text and an intent."""
    return [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
