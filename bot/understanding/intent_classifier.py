"""The Rasa component that finds a message's intent, or its two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.component import TrainedComponent, labelled
from bot.understanding.decision import OUT_OF_SCOPE, Cuts, decide
from bot.understanding.intent_model import ENCODER_UNTIL, IntentModel
from bot.understanding.misspelling import noisy
from bot.understanding.normaliser import normalise
from bot.understanding.training_text import as_the_gate_leaves_it
from bot.understanding.wishes.wish_model import Shares
from bot.understanding.wishes.wishes import Wishes

RANKED = 10
# Rasa's own mark between the intents of a message that has several.
JOINED_BY = "+"
# Names the intent that a message holds beside its first one.
SECOND_WISH = "second_wish"


@dataclass(frozen=True)
class Taught:
    """What the component learnt."""

    intents: IntentModel
    wishes: Wishes | None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(TrainedComponent):
    """Sets `intent`, `intent_ranking`, and an entity `second_wish` where there is one.

    Configuration: `misspelt_copies`, how many misspelt copies of each example to learn from too;
    `encoder_until`, with how many examples the sentence encoder is no longer used;
    `heard_first`, intent to the probability from which it is taken whatever else is likelier;
    `heard_words`, beginnings of words or phrases that name an intent by themselves; `alone`,
    intents that are never one of two wishes, nor one of two to ask about; `last`, those that are
    answered after the other one, since they ask something back.
    """

    _model: Taught

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples; one labelled `ask_a+ask_b` teaches two wishes in one message.

        Without any such, as in other people's data, every message has one. An incremental
        training in which few examples changed goes on from the weights before it, and keeps what
        it knew of two wishes.
        """
        examples = [
            (as_the_gate_leaves_it(example.get(TEXT)), str(example.get(INTENT)))
            for example in labelled(training_data)
        ]
        singles = [(text, intent) for text, intent in examples if JOINED_BY not in intent]
        pairs = [
            (text, frozenset(intent.split(JOINED_BY)))
            for text, intent in examples
            if JOINED_BY in intent
        ]
        before: Taught | None = self._before(examples)
        if before is not None and before.intents.by_both is not None:
            # Few examples are learnt anew in no time.
            before = None
        model = self._fitted(singles, before.intents if before is not None else None)
        if before is not None and before.wishes is not None:
            wishes: Wishes | None = before.wishes.moved(model)
        else:
            unpaired = self._alone - set(self._heard_first)
            wishes = Wishes.fit(model, singles, pairs, unpaired, self._alone) if pairs else None
        return self._keep(Taught(model, wishes))

    def _fitted(
        self, singles: Sequence[tuple[str, str]], beginning: IntentModel | None
    ) -> IntentModel:
        texts, intents = [text for text, _ in singles], [intent for _, intent in singles]
        number = self._config.get("misspelt_copies", 0)
        # The weights before know misspelt words already.
        copies = range(number if beginning is None else number // 2)
        misspelt = [noisy(text, seed=copy) for copy in copies for text in texts]
        until = self._config.get("encoder_until", ENCODER_UNTIL)
        return IntentModel.fit(texts, intents, misspelt, intents * len(copies), until, beginning)

    @property
    def _heard_first(self) -> dict[str, float]:
        return dict(self._config.get("heard_first") or {})

    @property
    def _alone(self) -> frozenset[str]:
        return frozenset(self._config.get("alone") or ()) | {OUT_OF_SCOPE}

    def _understand(self, message: Message, text: str) -> None:
        model, wishes = self._model.intents, self._model.wishes
        ngrams = model.ngrams(text)
        shares = model.probabilities(text, ngrams)
        each = wishes.reader.by_each.shares(ngrams) if wishes is not None else shares
        # Said beside another wish, a danger is unlikely to be the one intent, but likely to be one.
        name = self._named_by_a_word(text) or decide(
            {**shares, **self._dangers(shares, each)},
            self._heard_first,
            model.cuts or Cuts(),
            self._alone,
        )
        if wishes is not None and name not in self._heard_first:
            pair = wishes.pair(text, shares, each)
            if pair is not None:
                name, second = self._asking_last(pair)
                self._add_second(message, second, len(text))
        confidence = shares.get(name, max(shares.values()))
        ranking = sorted(shares.items(), key=lambda item: -item[1])[:RANKED]
        message.set(INTENT, {"name": name, "confidence": confidence}, add_to_output=True)
        message.set(
            INTENT_RANKING_KEY,
            [{"name": n, "confidence": p} for n, p in ranking],
            add_to_output=True,
        )

    def _named_by_a_word(self, text: str) -> str | None:
        plain = f" {normalise(text)}"
        for intent, words in (self._config.get("heard_words") or {}).items():
            if any(f" {normalise(word)}" in plain for word in words):
                return str(intent)
        return None

    def _dangers(self, shares: Shares, each: Shares) -> dict[str, float]:
        """The probability of each intent that is heard first, whichever model gives it more."""
        known = [intent for intent in self._heard_first if intent in shares]
        return {intent: max(shares[intent], each[intent]) for intent in known}

    def _asking_last(self, pair: tuple[str, str]) -> tuple[str, str]:
        asks_back = self._config.get("last") or ()
        return (pair[1], pair[0]) if pair[0] in asks_back else pair

    @staticmethod
    def _add_second(message: Message, intent: str, length: int) -> None:
        entity = {"entity": SECOND_WISH, "value": intent, "start": 0, "end": length}
        message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
