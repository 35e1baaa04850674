"""What one conversation counts for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Row

from insights.events import TURN_FAILED, Kind
from insights.figures.forms import FormRun, form_runs
from insights.figures.meanings import (
    ASKED_BACK,
    FAILED,
    LOST,
    OUT_OF_SCOPE,
    PERSON_INTENTS,
    is_person,
    is_topic,
)
from insights.figures.talks import Talk


@dataclass(frozen=True)
class Reckoned:
    """A conversation's part in the figures.

    `language`: in which most of its messages were written, None where none showed one;
    `unanswered`: messages by what became of them: lost, asked_back, out_of_scope; `seconds`: from
    each message to its last answer; `last_vote`: None where nobody voted.
    """

    language: str | None
    topics: frozenset[str]
    universities: frozenset[str]
    cities: frozenset[str]
    forms: list[FormRun]
    answers: list[str]
    unanswered: Counter[str]
    person: bool
    failed: bool
    last_lost: bool
    last_vote: str | None
    seconds: list[float]

    @property
    def contained(self) -> bool:
        """Ended without a person and without a failure: nothing below happened."""
        left_open = any(not run.completed for run in self.forms)
        not_helped = self.last_vote == "no"
        return not (self.person or self.failed or self.last_lost or left_open or not_helped)


def reckon(talk: Talk) -> Reckoned:
    """Reckon a conversation up."""
    languages = Counter(m.language for m in talk.messages if m.language)
    by_turn = [said for _, said in turns_of(talk)]
    failures = any(message.intent == TURN_FAILED for message in talk.messages)
    votes = [step.detail for step in talk.steps if step.kind == Kind.VOTE.value]
    names = [step.name for step in talk.steps if step.kind == Kind.ANSWER.value]
    asked_for = any(message.intent in PERSON_INTENTS for message in talk.messages)
    return Reckoned(
        language=languages.most_common(1)[0][0] if languages else None,
        topics=frozenset(_topics(talk.messages)),
        universities=frozenset(m.university for m in talk.messages if m.university),
        cities=frozenset(m.city for m in talk.messages if m.city),
        forms=form_runs(talk.steps),
        answers=names,
        unanswered=Counter(kind for turn in by_turn if (kind := _unanswered(turn))),
        person=asked_for or any(map(is_person, names)),
        failed=failures or not FAILED.isdisjoint(names),
        last_lost=not by_turn[-1] or _unanswered(by_turn[-1]) == "lost",
        last_vote=votes[-1] if votes else None,
        seconds=list(_seconds(talk.messages, by_turn)),
    )


def _topics(messages: list[Row]) -> set[str]:
    found = {intent for m in messages for intent in (m.intent, m.second_intent) if intent}
    return {intent for intent in found if is_topic(intent)}


def turns_of(talk: Talk) -> list[tuple[Row, list[Row]]]:
    """Each message with its answers: what was said after it and before the next one."""
    messages = talk.messages
    turns: list[list[Row]] = [[] for _ in messages]
    number = 0
    for answer in (step for step in talk.steps if step.kind == Kind.ANSWER.value):
        while number + 1 < len(messages) and messages[number + 1].at <= answer.at:
            number += 1
        if answer.at >= messages[number].at:
            turns[number].append(answer)
    return list(zip(messages, turns, strict=True))


def _unanswered(turn: list[Row]) -> str | None:
    names = {answer.name for answer in turn}
    for kind, responses in (
        ("lost", LOST),
        ("asked_back", ASKED_BACK),
        ("out_of_scope", OUT_OF_SCOPE),
    ):
        if not responses.isdisjoint(names):
            return kind
    return None


def _seconds(messages: list[Row], by_turn: list[list[Row]]) -> list[float]:
    found = []
    for message, turn in zip(messages, by_turn, strict=True):
        begun: datetime | None = message.received_at
        if turn and begun is not None:
            found.append(max(0.0, (turn[-1].at - begun).total_seconds()))
    return found
