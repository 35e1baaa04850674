"""Sums over the conversations of a period."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timezone

from insights.events import Kind
from insights.figures.meanings import TRACKING
from insights.figures.reckoning import reckon
from insights.figures.talks import Talk
from knowledge.clock import MOROCCO


@dataclass
class Tally:
    """Exact sums: nothing of it is shown but through `insights.figures.suppression`.

    Counters count conversations, but for `varieties`, `hours` and `unanswered`, which count
    messages, `forms_…`, `tracking` and `votes`. `seconds`: of each answered message.
    """

    conversations: int = 0
    messages: int = 0
    contained: int = 0
    person: int = 0
    failed: int = 0
    days: Counter[str] = field(default_factory=Counter)
    hours: Counter[int] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    varieties: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    universities: Counter[str] = field(default_factory=Counter)
    cities: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)
    forms_begun: Counter[str] = field(default_factory=Counter)
    forms_left: Counter[tuple[str, str]] = field(default_factory=Counter)
    tracking: Counter[str] = field(default_factory=Counter)
    votes: Counter[str] = field(default_factory=Counter)
    seconds: array[float] = field(default_factory=lambda: array("f"))

    def add(self, talk: Talk) -> None:
        """Count one conversation."""
        reckoned = reckon(talk)
        self.conversations += 1
        self.messages += len(talk.messages)
        self.contained += reckoned.contained
        self.person += reckoned.person
        self.failed += reckoned.failed
        self._add_times(talk)
        self.channels[talk.channel] += 1
        self.languages[reckoned.language or ""] += 1
        self.varieties.update(m.variety for m in talk.messages if m.variety and not m.pressed)
        self.topics.update(reckoned.topics)
        self.universities.update(reckoned.universities)
        self.cities.update(reckoned.cities)
        self.unanswered.update(reckoned.unanswered)
        for run in reckoned.forms:
            self.forms_begun[run.form] += 1
            if not run.completed:
                self.forms_left[run.form, run.field] += 1
        self.tracking.update(TRACKING[name] for name in reckoned.answers if name in TRACKING)
        self.votes.update(s.detail for s in talk.steps if s.kind == Kind.VOTE.value)
        self.seconds.extend(reckoned.seconds)

    def _add_times(self, talk: Talk) -> None:
        begun = talk.started_at.replace(tzinfo=timezone.utc).astimezone(MOROCCO)
        self.days[begun.date().isoformat()] += 1
        for message in talk.messages:
            self.hours[message.at.replace(tzinfo=timezone.utc).astimezone(MOROCCO).hour] += 1


def tally(talks: Iterable[Talk]) -> Tally:
    """Count conversations."""
    whole = Tally()
    for talk in talks:
        whole.add(talk)
    return whole
