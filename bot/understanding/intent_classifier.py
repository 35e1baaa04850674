"""The Rasa component that finds a message's intent, out of scope and unsure among them."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.component import TrainedComponent, labelled
from bot.understanding.decision import decide
from bot.understanding.intent_model import IntentModel
from bot.understanding.training_text import as_the_gate_leaves_it

RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(TrainedComponent):
    """Sets `intent` and `intent_ranking`.

    Configuration: `heard_first`, intent to the probability from which it is taken whatever else is
    likelier.
    """

    _model: IntentModel

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples."""
        examples = labelled(training_data)
        texts = [as_the_gate_leaves_it(example.get(TEXT)) for example in examples]
        return self._keep(IntentModel.fit(texts, [example.get(INTENT) for example in examples]))

    def _understand(self, message: Message, text: str) -> None:
        shares = self._model.probabilities(text)
        name = decide(shares, self._config.get("heard_first") or {})
        confidence = shares.get(name, max(shares.values()))
        ranking = sorted(shares.items(), key=lambda item: -item[1])[:RANKED]
        message.set(INTENT, {"name": name, "confidence": confidence}, add_to_output=True)
        message.set(
            INTENT_RANKING_KEY,
            [{"name": n, "confidence": p} for n, p in ranking],
            add_to_output=True,
        )
