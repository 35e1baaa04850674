"""Starts Rasa without TensorFlow where no component of the model computes with it.

Rasa imports TensorFlow for DIET, TED and the response selector, whatever the pipeline has: 440 MiB
of each server and half of the time of importing Rasa.  Here a stand-in takes its name: Rasa's
classes can be made of it, and whoever computes with it is told why not.
"""

from __future__ import annotations

import json
import sys
import tarfile
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGES = frozenset({"keras", "tensorflow", "tensorflow_addons", "tensorflow_hub"})
# Rasa's modules that have components and import TensorFlow.
_COMPUTING = (
    "rasa.core.policies.ted_policy.",
    "rasa.core.policies.unexpected_intent_policy.",
    "rasa.nlu.classifiers.diet_classifier.",
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer.",
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer.",
    "rasa.nlu.selectors.response_selector.",
)
_WITHOUT = ("bot.", "rasa.")


class TensorflowIsNotLoaded(RuntimeError):
    """A model that needs TensorFlow came to a server that was started with one that does not."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not there: this server started without TensorFlow, for its model had no"
            " component that needs it; start the server anew with the other model"
        )


class _Nothing(type):
    """A class that can be inherited from, has any attribute, and cannot be used."""

    def __getattr__(cls, name: str) -> Any:
        return _nothing(cls, name)

    def __call__(cls, *_: Any, **__: Any) -> Any:
        raise TensorflowIsNotLoaded(cls.__qualname__)


class _StandIn(ModuleType):
    def __getattr__(self, name: str) -> Any:
        return _nothing(self, name)


class _StandInFinder(MetaPathFinder, Loader):
    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(name, self, is_package=True) if _top(name) in PACKAGES else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, _module: ModuleType) -> None:
        """There is nothing in it."""


def spare_tensorflow(model: Path) -> bool:
    """Whether its names are stand-ins in this process from now on; call it before Rasa's import.

    Raises:
        OSError, tarfile.TarError, KeyError, ValueError: the file is no model of Rasa's.
    """
    if any(_top(name) in PACKAGES for name in sys.modules) or needs_tensorflow(model):
        return False
    sys.meta_path.insert(0, _StandInFinder())
    return True


def needs_tensorflow(model: Path) -> bool:
    """Whether a component of the trained model computes with it; one of somebody else's may."""
    used = components(model)
    return any(name.startswith(_COMPUTING) or not name.startswith(_WITHOUT) for name in used)


def components(model: Path) -> set[str]:
    """Full names of the classes that understand and decide, from the file's own description.

    Raises: see `spare_tensorflow`.
    """
    with tarfile.open(model) as archive:
        described = archive.extractfile("metadata.json")
        assert described is not None
        nodes = json.load(described)["predict_schema"]["nodes"]
    return {str(node["uses"]) for node in nodes.values()}


def _top(name: str) -> str:
    return name.partition(".")[0]


def _nothing(owner: Any, name: str) -> Any:
    """The attribute, made once: an `except` or a comparison finds the same one again."""
    if name.startswith("__"):
        raise AttributeError(name)
    made = _Nothing(f"{owner.__name__}.{name}", (), {})
    setattr(owner, name, made)
    return made
