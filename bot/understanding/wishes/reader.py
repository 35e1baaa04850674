"""Reads a message, and its parts, for its wishes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.understanding.intent_model import IntentModel
from bot.understanding.wishes.asking_model import AskingModel
from bot.understanding.wishes.evidence import Evidence, Part
from bot.understanding.wishes.parts import parts_of
from bot.understanding.wishes.wish_model import Shares, WishModel


@dataclass(frozen=True)
class WishReader:
    """Three models that look at the same n-grams.

    Args:
        by_each: the probability of each intent, whatever the others'.
    """

    intents: IntentModel
    by_each: WishModel
    asking: AskingModel

    def read(self, text: str) -> Evidence:
        """The evidence of a message."""
        ngrams = self.intents.ngrams(text)
        said = self.intents.probabilities(text, ngrams)
        return self.read_parts(text, said, self.by_each.shares(ngrams))

    def read_parts(self, text: str, said: Shares, each: Shares) -> Evidence:
        """The evidence of a message whose own probabilities are known.

        Args:
            said: the single intent's.
            each: those of `by_each`.
        """
        parts = [self._part(part) for part in parts_of(text)]
        return Evidence(len(text.split()), said, each, parts)

    def said_by_halves(self, text: str) -> list[Shares]:
        """The single intent's probabilities for each half of the words."""
        words = text.split()
        middle = len(words) // 2
        halves = (words[:middle], words[middle:])
        return [self.intents.probabilities(" ".join(half)) for half in halves]

    def _part(self, text: str) -> Part:
        ngrams = self.intents.ngrams(text)
        return Part(
            self.intents.probabilities(text, ngrams),
            self.by_each.shares(ngrams),
            self.asking.share(ngrams),
        )
