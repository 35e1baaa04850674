"""Events of simulated conversations, as Rasa publishes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.answers.wordings import wording_for
from bot.bench.simulated_students import Student, Students

FIELDS = ("cin", "massar_code", "birth_date")
OUTCOMES = {
    "utter_application_accepted": 48,
    "utter_application_under_verification": 20,
    "utter_application_not_found": 16,
    "utter_application_declared": 8,
    "utter_application_rejected_other_coverage": 5,
    "utter_application_incomplete": 3,
}
LOST = [{"metadata": {"wording": name}} for name in ("topics", "examples")]
# Of 100 questions; the rest are answered.
UNANSWERED = {
    "utter_lost": 5,
    "utter_which_topic": 4,
    "utter_out_of_scope": 5,
    "utter_apology": 0.4,
}
VOTES, HELPFUL, HELPFUL_AFTER_LOST = 0.12, 0.81, 0.2
# The second wording of "not understood" helps more: the comparison should find it.
UNDERSTOOD_NEXT = {"topics": 0.55, "examples": 0.68}
GIVES_UP_A_FIELD = 0.09


class SimulatedTalk:
    """One conversation: `bodies` after `run`."""

    def __init__(self, student: Student, begun: datetime, students: Students) -> None:
        self._student = student
        self._at = begun
        self._students = students
        self._random = students.random
        self._number = 0
        self.bodies: list[bytes] = []

    def run(self) -> list[bytes]:
        """Say everything; returns the events' bodies."""
        lost: str | None = None
        for _ in range(self._students.turns()):
            topic = self._students.topic()
            self._ask(topic)
            if topic == "track_application":
                self._track()
                continue
            wanted = self._unanswered() if lost is None else self._after_lost(lost)
            lost = self._answer(wanted or f"utter_{topic}")
            self._vote(wanted or f"utter_{topic}")
        if self._random.random() < 0.04:
            self._ask("request_human")
            self._answer("utter_handover_queued")
        return self.bodies

    def _ask(self, intent: str) -> None:
        self._pause(4, 45)
        student, chance = self._student, self._random.random()
        entities = {"language": "fr" if student.variety == "fr" else "ar"}
        if chance < 0.5 and student.university:
            entities["university"] = student.university
        if chance > 0.6 and student.city:
            entities["city"] = student.city
        confidence = round(0.35 + 0.65 * self._random.betavariate(6, 1), 3)
        self._say(intent, self._students.words(intent, student.variety), confidence, entities)

    def _say(self, intent: str, text: str, confidence: float, entities: dict[str, str]) -> None:
        received = self._at.timestamp()
        self._at += timedelta(milliseconds=self._random.uniform(8, 60))
        understood = {"name": intent, "confidence": confidence}
        parsed = {
            "intent": understood,
            "intent_ranking": [understood, {"name": "ask_renewal", "confidence": 1 - confidence}],
            "entities": [{"entity": e, "value": v} for e, v in entities.items()],
            "variety": self._student.variety,
        }
        self._publish(
            "user",
            text=text,
            message_id=f"{self._student.number}-{self._number}",
            input_channel=self._student.channel,
            metadata={"received_at": received},
            parse_data=parsed,
        )

    def _answer(self, response: str) -> str | None:
        """Answer; returns the wording of "not understood", if that was said."""
        self._at += timedelta(milliseconds=8 + self._random.expovariate(1 / 15))
        shown: dict[str, Any] = {}
        if response == "utter_lost":
            shown = wording_for(str(self._student.number), response, LOST)["metadata"]
        self._publish("bot", metadata={"utter_action": response, "metadata": shown})
        return str(shown["wording"]) if shown else None

    def _unanswered(self) -> str | None:
        chance = self._random.uniform(0, 100)
        for response, share in UNANSWERED.items():
            if chance < share:
                return response
            chance -= share
        return None

    def _after_lost(self, wording: str) -> str | None:
        return None if self._random.random() < UNDERSTOOD_NEXT[wording] else "utter_lost"

    def _track(self) -> None:
        self._publish("active_loop", name="tracking_form")
        for field in FIELDS:
            self._publish("slot", name="requested_slot", value=field)
            self._answer(f"utter_ask_{field}")
            if self._random.random() < GIVES_UP_A_FIELD:
                return
            self._pause(6, 60)
            self._say("inform", f"<{field}:1a2b3c4d>", 0.98, {})
        self._publish("slot", name="requested_slot", value=None)
        self._publish("active_loop", name=None)
        self._pause(0, 1)
        outcome = self._random.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        self._answer(outcome)
        self._vote(outcome)

    def _vote(self, response: str) -> None:
        if self._student.channel != "web" or self._random.random() > VOTES:
            return
        self._pause(2, 10)
        likely = HELPFUL_AFTER_LOST if response == "utter_lost" else HELPFUL
        helpful = self._random.random() < likely
        self._publish("vote", number=self._number, response=response, helpful=helpful)

    def _pause(self, least: float, most: float) -> None:
        self._at += timedelta(seconds=self._random.uniform(least, most))

    def _publish(self, kind: str, **fields: Any) -> None:
        self._number += 1
        # No two events of a conversation have one time.
        self._at += timedelta(microseconds=3)
        sender = f"student {self._student.number}"
        stamp = {"sender_id": sender, "event": kind, "timestamp": self._at.timestamp()}
        self.bodies.append(json.dumps({**stamp, **fields}, ensure_ascii=False).encode())


def simulate(count: int, first: datetime, days: int, seed: int) -> Iterator[bytes]:
    """The events of so many conversations, conversation after conversation in order of time.

    Args:
        first: the midnight at which the first day begins, with its zone.
    """
    students = Students(seed)
    beginnings = sorted(students.moment(first, days) for _ in range(count))
    for number, begun in enumerate(beginnings):
        yield from SimulatedTalk(students.student(number), begun, students).run()
