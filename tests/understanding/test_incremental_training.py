"""A training in which little changed goes on from the model before it, and learns what is new."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding import component
from bot.understanding.component import marks_of
from bot.understanding.intent_classifier import IntentClassifier
from bot.understanding.ngrams import carried_over, ngram_features

WORDS = {
    "office": "bureau adresse guichet antenne ville agence".split(),
    "cost": "prix tarif payer gratuit dirhams cotisation".split(),
    "steps": "inscription étapes commencer procédure formulaire dossier".split(),
}
ASKED = "s'il vous plaît {}, et {} aussi"


def examples() -> list[tuple[str, str]]:
    chance = random.Random(3)
    singles = [
        (f"{chance.choice(words)} {chance.choice(words)} {number}", intent)
        for number in range(400)
        for intent, words in WORDS.items()
    ]
    pairs = []
    for _ in range(40):
        one, other = chance.sample(sorted(WORDS), 2)
        text = ASKED.format(chance.choice(WORDS[one]), chance.choice(WORDS[other]))
        pairs.append((text, f"{one}+{other}"))
    told = [(f"je suis allé hier. {word} ?", "cost") for word in WORDS["cost"]]
    return [*singles, *pairs, *told]


class Trainings:
    """Trainings of the component one after the other, in one place."""

    def __init__(self, directory: Path) -> None:
        self.storage = LocalModelStorage(directory)
        self.resource = Resource("intents")
        self.config = {"encoder_until": 0, "misspelt_copies": 1}

    def train(self, said: list[tuple[str, str]], beginning: bool) -> IntentClassifier:
        make = IntentClassifier.load if beginning else IntentClassifier.create
        context = ExecutionContext(GraphSchema({}), is_finetuning=beginning)
        classifier = make(self.config, self.storage, self.resource, context)
        classifier.train(TrainingData([Message({TEXT: t, INTENT: i}) for t, i in said]))
        return classifier


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """What was learnt from the examples, and then with a few more."""
    trainings = Trainings(tmp_path_factory.mktemp("models"))
    first = trainings.train(examples(), beginning=False)
    more = [*examples(), *((f"permanence {n} permanence", "office") for n in range(4))]
    return trainings, first, trainings.train(more, beginning=True)


def intent_of(classifier: IntentClassifier, text: str) -> str:
    message = Message({TEXT: text})
    classifier.process([message])
    return str(message.get(INTENT)["name"])


def test_what_is_new_is_learnt(trained):
    _, before, after = trained
    assert max(before._model.intents.probabilities("permanence").values()) < 0.6
    assert intent_of(after, "la permanence") == "office"
    assert intent_of(after, "quel prix") == "cost"


def test_what_was_known_of_two_wishes_stays(trained):
    _, before, after = trained
    old, new = before._model, after._model
    for text in ("bureau et prix", "dossier"):
        was = old.wishes.reader.by_each.shares(old.intents.ngrams(text))
        now = new.wishes.reader.by_each.shares(new.intents.ngrams(text))
        assert max(was, key=was.get) == max(now, key=now.get)


def test_where_much_changed_the_training_begins_from_nothing(trained, monkeypatch):
    trainings, *_ = trained
    fits = []
    fit = IntentClassifier._fitted
    monkeypatch.setattr(
        IntentClassifier,
        "_fitted",
        lambda self, singles, before: fits.append(before) or fit(self, singles, before),
    )
    trainings.train([(f"{text} !", intent) for text, intent in examples()], beginning=True)
    assert fits == [None]


def test_what_other_code_or_packages_made_is_not_even_read(trained, monkeypatch):
    trainings, *_ = trained
    monkeypatch.setattr(component, "made_with", lambda: "another version")
    monkeypatch.setattr(component.joblib, "load", lambda file: pytest.fail("was read"))
    context = ExecutionContext(GraphSchema({}), is_finetuning=True)
    loaded = IntentClassifier.load(trainings.config, trainings.storage, trainings.resource, context)
    assert loaded._beginning is None


def test_a_mark_tells_an_example_from_the_same_text_of_another_intent():
    assert len(marks_of([("prix", "cost"), ("prix", "steps"), ("prix", "cost")])) == 2


def test_weights_move_with_their_ngrams_to_new_columns():
    old, new = ngram_features(), ngram_features()
    old.fit(["le bureau est là", "le bureau est ici"])
    new.fit(["au bureau", "au bureau", "le bureau est là", "le bureau est ici"])
    row = old.transform(["bureau"])
    weights = np.arange(row.shape[1], dtype=np.float32)
    moved = carried_over(weights, old, new)
    known = {tuple(sorted(weights[old.transform(["bureau"]).indices]))}
    there = new.transform(["bureau"]).indices
    assert known == {tuple(sorted(w for w in moved[there] if w in weights[row.indices]))}
