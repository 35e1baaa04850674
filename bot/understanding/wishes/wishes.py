"""Two wishes in one message, told from one that only names other things on the way.

docs/understanding.md has the figures.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from bot.understanding.intent_model import IntentModel
from bot.understanding.wishes.asking_model import AskingModel
from bot.understanding.wishes.decision import WishDecision
from bot.understanding.wishes.reader import WishReader
from bot.understanding.wishes.wish_model import Labelled, Shares, WishModel

# One in so many examples is held out to learn how to decide.
HELD_OUT_PAIRS, HELD_OUT_SINGLES = 4, 8
# Shorter ones are never taken for two.
TWO_FROM_WORDS = 4
# Less for the second one of the whole message, and its parts are not looked at.
WORTH_A_LOOK = 0.03
Single = tuple[str, str]
Example = TypeVar("Example")


@dataclass(frozen=True)
class Wishes:
    """What tells the wishes of a message.

    Args:
        alone: intents that are never one of two.
    """

    reader: WishReader
    decision: WishDecision
    alone: frozenset[str]

    @classmethod
    def fit(
        cls,
        intents: IntentModel,
        singles: Sequence[Single],
        pairs: Sequence[Labelled],
        unpaired: Collection[str],
        alone: frozenset[str],
    ) -> Wishes:
        """Fit on messages with one wish (text, intent) and with two (text, intents).

        Args:
            intents: fitted on the single ones.
            unpaired: intents that are not said beside another wish, such as a greeting.
        """
        kept, held = _split(singles, HELD_OUT_SINGLES)
        kept_pairs, held_pairs = _split(pairs, HELD_OUT_PAIRS)
        learner = _learner(intents, kept, kept_pairs, unpaired, alone)
        unseen = [(text, frozenset({intent})) for text, intent in held] + held_pairs
        unseen = [one for one in unseen if len(one[0].split()) >= TWO_FROM_WORDS]
        decision = WishDecision.fit([(learner.read(text), w) for text, w in unseen], alone)
        by_each = WishModel.fit(intents.features, singles, pairs, unpaired)
        return cls(WishReader(intents, by_each, learner.asking), decision, alone)

    def moved(self, intents: IntentModel) -> Wishes:
        """The same, beside an intent model with other n-grams."""
        old, new = self.reader.intents.features, intents.features
        by_each = WishModel(self.reader.by_each.linear.moved(old, new))
        asking = self.reader.asking.moved(old, new)
        return replace(self, reader=WishReader(intents, by_each, asking))

    def pair(self, text: str, said: Shares, each: Shares) -> tuple[str, str] | None:
        """The two intents that a message holds, in its order; None when it holds one.

        Args:
            said: the single intent's probabilities for the message.
            each: those of each intent, whatever the others'.
        """
        likely = sorted((share for i, share in each.items() if i not in self.alone), reverse=True)
        if len(likely) < 2 or likely[1] < WORTH_A_LOOK:
            return None
        evidence = self.reader.read_parts(text, said, each)
        pair = self.decision.pair(evidence, self.alone)
        if pair is None:
            return None
        parts = [part.said for part in evidence.parts] or self.reader.said_by_halves(text)
        first, second = sorted(pair, key=lambda i: int(np.argmax([part[i] for part in parts])))
        return first, second


def _split(examples: Sequence[Example], one_in: int) -> tuple[list[Example], list[Example]]:
    """Those to learn from, and those held out."""
    kept = [example for k, example in enumerate(examples) if k % one_in]
    return kept, list(examples[::one_in])


def _learner(
    intents: IntentModel,
    singles: Sequence[Single],
    pairs: Sequence[Labelled],
    unpaired: Collection[str],
    alone: Collection[str],
) -> WishReader:
    """Taught less, so that there are messages it has not seen: of those it has, it is too sure."""
    model = intents.taught_only(singles)
    labelled = [(text, frozenset({intent})) for text, intent in singles if intent not in alone]
    return WishReader(
        model,
        WishModel.fit(model.features, singles, pairs, unpaired),
        AskingModel.fit(model.features, [*labelled, *pairs], model.probabilities),
    )
