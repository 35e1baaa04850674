"""What tells the languages apart is learnt anew where many examples changed."""

from __future__ import annotations

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.language_classifier import LanguageClassifier, VarietyModel

FRENCH = [f"quelle est la question numéro {number}" for number in range(60)]


@pytest.mark.parametrize(
    ("then", "fits"),
    [([*FRENCH, "une de plus"], 1), ([f"{text} ?" for text in FRENCH], 2)],
    ids=["one more", "all others"],
)
def test_few_changed_examples_leave_the_languages_and_many_do_not(
    tmp_path, monkeypatch, then, fits
):
    calls = []
    monkeypatch.setattr(VarietyModel, "fit", lambda texts, _: calls.append(texts) or "fitted")
    storage, resource = LocalModelStorage(tmp_path), Resource("languages")
    for texts, make in ((FRENCH, LanguageClassifier.create), (then, LanguageClassifier.load)):
        beginning = make == LanguageClassifier.load
        context = ExecutionContext(GraphSchema({}), is_finetuning=beginning)
        metadata = {"intent": {"variety": "fr"}}
        examples = [Message({TEXT: t, INTENT: "ask", "metadata": metadata}) for t in texts]
        make({}, storage, resource, context).train(TrainingData(examples))
    assert len(calls) == fits
