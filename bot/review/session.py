"""One editor's session: groups to decide on, and what became of each message."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluation.additions import Refused, TrainingFiles
from bot.evaluation.examples import VARIETIES
from insights import InsightsStore
from insights.review.candidates import Candidate
from insights.review.decisions import Decision, decide

LONGEST_NEED = 60
LONGEST_TEXT = 600


class NoSuchMessage(LookupError):
    """A message is not, or no more, among those of the session."""


class BadDecision(ValueError):
    """A request says nothing that could be done."""


@dataclass(frozen=True)
class Wish:
    """What the editor wants done with a message.

    `text` and `variety`: as it is to be an example; `intent`: that, or the name of a new need.
    """

    key: str
    decision: Decision
    intent: str
    text: str
    variety: str

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Wish:
        """Read a request.

        Raises:
            BadDecision: a field is missing or wrong.
        """
        values = [body.get(name, "") for name in ("key", "intent", "text", "variety")]
        if not all(isinstance(value, str) for value in values):
            raise BadDecision
        key, intent, text, variety = (value.strip() for value in values)
        try:
            decision = Decision(body.get("decision"))
        except ValueError:
            raise BadDecision from None
        teaches = decision in (Decision.ACCEPTED, Decision.CHANGED)
        if teaches and (not intent or not text or variety not in VARIETIES):
            raise BadDecision
        if decision is Decision.NEED and not intent:
            raise BadDecision
        if len(intent) > LONGEST_NEED or len(text) > LONGEST_TEXT:
            raise BadDecision
        return cls(key, decision, intent, text, variety)


class ReviewSession:
    """The groups, and the training files to which what is accepted is added.

    Args:
        intents: those that an example may have.
    """

    def __init__(
        self,
        store: InsightsStore,
        files: TrainingFiles,
        groups: Sequence[Sequence[Candidate]],
        intents: frozenset[str],
    ) -> None:
        self._store = store
        self._files = files
        self._intents = intents
        self._groups = groups
        self._open = {one.keys[0]: one for some in groups for one in some}
        self._lock = threading.Lock()
        self.done: list[Decision] = []

    def groups(self) -> list[dict[str, Any]]:
        """What is left to decide on, as the page shows it."""
        left = [[one for one in some if one.keys[0] in self._open] for some in self._groups]
        return [
            {"proposed": some[0].proposed, "messages": [_as_json(one) for one in some]}
            for some in left
            if some
        ]

    def carry_out(self, wish: Wish) -> dict[str, str]:
        """Do it; `{"added": "fund.yml:61"}`, `{"refused": why}` or `{}`.

        Raises:
            NoSuchMessage: it was decided on before.
            BadDecision: there is no such intent.
        """
        with self._lock:
            candidate = self._open.get(wish.key)
            if candidate is None:
                raise NoSuchMessage
            if wish.decision in (Decision.ACCEPTED, Decision.CHANGED):
                return self._teach(candidate, wish)
            self._settle(candidate, wish.decision, wish.intent or None)
            return {}

    def _teach(self, candidate: Candidate, wish: Wish) -> dict[str, str]:
        if wish.intent not in self._intents:
            raise BadDecision
        try:
            example = self._files.add(wish.text, wish.intent, wish.variety)
        except Refused as refused:
            # It can be written otherwise, or rejected.
            return {"refused": str(refused)}
        unchanged = wish.intent == candidate.proposed[0] and wish.text == candidate.text
        self._settle(candidate, Decision.ACCEPTED if unchanged else Decision.CHANGED, wish.intent)
        return {"added": f"{example.file.name}:{example.line}"}

    def _settle(self, candidate: Candidate, decision: Decision, intent: str | None) -> None:
        decide(self._store.engine, candidate.keys, decision, intent)
        del self._open[candidate.keys[0]]
        self.done.append(decision)


def _as_json(one: Candidate) -> dict[str, Any]:
    return {
        "key": one.keys[0],
        "text": one.text,
        "variety": one.variety,
        "reason": one.reason,
        "count": len(one.keys),
    }
