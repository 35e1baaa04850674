"""Messages that were not answered, not surely understood, or answered to no use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Engine, Row

from identifiers.database import reading
from identifiers.placeholders import replace_placeholders
from insights.events import Kind
from insights.figures.meanings import ASKED_BACK, LOST
from insights.figures.period import Period
from insights.figures.reckoning import turns_of
from insights.figures.talks import Talk, read_talks
from insights.tables import decisions
from knowledge.clock import today

OUT_OF_SCOPE = "out_of_scope"
# What the dialogue makes of two that are as likely.
UNSURE = "nlu_fallback"
UNSURE_BELOW = 0.6
# Said to be less useful first.
REASONS = ("unanswered", "unhelpful", "unsure")


@dataclass(frozen=True)
class Candidate:
    """A message to look at: `keys` of all that say the same; `ranking` as the model had it.

    `reason`: one of `REASONS`; `proposed`: the likeliest intents, best first.
    """

    keys: tuple[str, ...]
    text: str
    variety: str
    reason: str
    proposed: tuple[str, ...]
    at: datetime


def find_candidates(engine: Engine, days: int, most: int) -> list[Candidate]:
    """Those of the last days on which nothing was decided yet, the newest `most` of them."""
    with reading(engine) as connection:
        decided = set(connection.execute(select(decisions.c.message)).scalars())
    period = Period.of_days(days, today() + timedelta(days=1))
    found = (one for talk in read_talks(engine, period) for one in _of_talk(talk))
    fresh = sorted((c for c in found if c.keys[0] not in decided), key=lambda c: c.at, reverse=True)
    return _once(fresh)[:most]


def _of_talk(talk: Talk) -> Iterator[Candidate]:
    unhelpful = {s.name for s in talk.steps if s.kind == Kind.VOTE.value and s.detail == "no"}
    for message, answers in turns_of(talk):
        reason = _reason(message, {answer.name for answer in answers}, unhelpful)
        if reason and _has_words(message.text or ""):
            proposed = _proposed(message)
            variety = message.variety or "fr"
            keys = (message.key,)
            yield Candidate(keys, message.text, variety, reason, proposed, message.at)


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, replace_placeholders(text, " ")))


def _reason(message: Row, answers: set[str], unhelpful: set[str]) -> str | None:
    if message.intent == OUT_OF_SCOPE or not LOST.isdisjoint(answers):
        return "unanswered"
    if not unhelpful.isdisjoint(answers):
        return "unhelpful"
    doubtful = message.confidence < UNSURE_BELOW or message.intent == UNSURE
    return "unsure" if doubtful or not ASKED_BACK.isdisjoint(answers) else None


def _proposed(message: Row) -> tuple[str, ...]:
    """The model's likeliest, one that it acted on first."""
    ranked = [str(name) for name, _ in json.loads(message.ranking)]
    acted_on = [] if message.intent == UNSURE else [message.intent]
    return tuple(dict.fromkeys([*acted_on, *ranked]))


def _once(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The same words once, with every message that says them."""
    known: dict[str, Candidate] = {}
    for one in candidates:
        words = one.text.casefold()
        before = known.get(words)
        if before is None:
            known[words] = one
        else:
            known[words] = replace(before, keys=(*before.keys, *one.keys))
    return list(known.values())
