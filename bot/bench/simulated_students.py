"""Students as the simulation makes them: when and how they write, what they want, where they are.

The shapes are assumptions, chosen so that the report has something of everything to show: no real
conversation was counted for them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.evaluation.examples import Example, read_examples
from insights.figures.meanings import is_topic
from knowledge import load_knowledge

# Messages an hour of the day, from midnight on; evenings are busiest.
HOURS = (3, 2, 1, 1, 1, 1, 2, 4, 8, 12, 14, 13, 10, 9, 11, 12, 12, 11, 11, 12, 14, 15, 11, 6)
# Monday to Sunday.
DAYS = (14, 13, 13, 12, 9, 6, 8)
CHANNELS = {"web": 55, "whatsapp": 33, "telegram": 7, "messenger": 5}
VARIETIES = {"fr": 34, "ary": 28, "arz": 20, "msa": 10, "mix": 8}
# Zipf: the n-th most wanted is asked for 1 / n as often as the first.
_FIRST = (
    "ask_enrollment_steps",
    "track_application",
    "ask_notification_email",
    "ask_eligibility",
    "ask_coverage",
    "ask_claim_submission",
    "find_office",
    "ask_fund_change",
    "ask_university_platform",
)


@dataclass(frozen=True)
class Student:
    """Who begins a conversation: where, by which channel, in which variety."""

    number: int
    channel: str
    variety: str
    university: str | None
    city: str | None


class Students:
    """Draws students, moments and what is said, from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._said: dict[tuple[str, str], list[Example]] = defaultdict(list)
        for example in read_examples():
            self._said[example.intent, example.variety].append(example)
        topics = sorted(
            {intent for intent, _ in self._said if is_topic(intent) and "+" not in intent}
        )
        self._topics = [*_FIRST, *(topic for topic in topics if topic not in _FIRST)]
        knowledge = load_knowledge()
        self._universities = [one.acronym for one in knowledge.universities.values()]
        self._cities = sorted({office.city["fr"] for office in knowledge.offices.values()})

    def student(self, number: int) -> Student:
        """A student of whom something is known, or not."""
        known = self.random.random
        return Student(
            number,
            self._weighted(CHANNELS),
            self._weighted(VARIETIES),
            self._zipf(self._universities) if known() < 0.3 else None,
            self._zipf(self._cities) if known() < 0.25 else None,
        )

    def moment(self, first: datetime, days: int) -> datetime:
        """A moment in so many days from a midnight on, as students choose it."""
        weights = [DAYS[(first + timedelta(days=n)).weekday()] for n in range(days)]
        day = self.random.choices(range(days), weights)[0]
        hour = self.random.choices(range(24), HOURS)[0]
        second = self.random.uniform(0, 3600)
        return first + timedelta(days=day, hours=hour, seconds=second)

    def topic(self) -> str:
        """What somebody wants to know."""
        return self._zipf(self._topics)

    def words(self, intent: str, variety: str) -> str:
        """How somebody says it."""
        examples = self._said.get((intent, variety)) or self._said[intent, "fr"]
        return self.random.choice(examples).text

    def turns(self) -> int:
        """How many questions a conversation has: most have one or two."""
        return 1 + min(12, int(self.random.expovariate(0.6)))

    def _weighted(self, weights: dict[str, int]) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]

    def _zipf(self, ordered: list[str]) -> str:
        return self.random.choices(ordered, [1 / n for n in range(1, len(ordered) + 1)])[0]
