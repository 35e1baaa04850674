"""Misspelt words as the training messages write them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

# A word that only one message has may itself be misspelt.
SEEN_AT_LEAST = 2
# A stroke in a shorter word leaves too little to tell it by.
SHORTEST = 4
SHORTEST_HALF = 2
# How much likelier two words stand side by side than their frequencies alone say.
TOGETHER = 20


@dataclass(frozen=True)
class Spelling:
    """How often each word of normalised messages was seen; finds the word meant by one unseen."""

    counts: dict[str, int]
    total: int
    _by_length: dict[int, list[str]] = field(repr=False)

    @classmethod
    def of(cls, normalised: Iterable[str]) -> Spelling:
        """From normalised messages."""
        counts = Counter(word for text in normalised for word in text.split())
        known = {word: count for word, count in counts.items() if count >= SEEN_AT_LEAST}
        by_length = defaultdict(list)
        for word in known:
            by_length[len(word)].append(word)
        return cls(known, counts.total(), dict(by_length))

    def corrected(self, normalised: str) -> str:
        """The message with each unseen word put for the likeliest one a stroke away, if any."""
        return " ".join(self._meant(word) for word in normalised.split())

    def _meant(self, word: str) -> str:
        if word in self.counts or len(word) < SHORTEST or word.isdecimal():
            return word
        near = self._near(word)
        likeliest = max(near, key=self._share, default=word)
        parted = max(self._partings(word), key=self._share_of_both, default=None)
        if parted and self._share_of_both(parted) > self._share(likeliest):
            return " ".join(parted)
        return likeliest

    def _near(self, word: str) -> list[str]:
        """Known words one letter away, or with two neighbours in the other order."""
        near: list[str] = []
        for length in range(len(word) - 1, len(word) + 2):
            words = self._by_length.get(length, [])
            found = extract(word, words, scorer=OSA.distance, score_cutoff=1, limit=None)
            near += [known for known, _, _ in found]
        return near

    def _partings(self, word: str) -> list[tuple[str, str]]:
        """The two known words that a missing space may have made of it."""
        cuts = range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
        halves = [(word[:cut], word[cut:]) for cut in cuts]
        return [both for both in halves if all(half in self.counts for half in both)]

    def _share(self, word: str) -> float:
        return self.counts.get(word, 0) / self.total

    def _share_of_both(self, words: tuple[str, str]) -> float:
        return self._share(words[0]) * self._share(words[1]) * TOGETHER
