"""The running assistant, started the way its own command starts it, once for all tests."""

from __future__ import annotations

import re
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from bot.commands.running import RunningAssistant, running_assistant

# A file of a few tests that take minutes: begun last, it would be waited for alone.
LONGEST = Path(__file__).parent / "leaks" / "test_nothing_leaks.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; the rest stays in its order."""
    items.sort(key=lambda item: item.path != LONGEST)


@dataclass
class Conversation:
    """One person talking: `say` returns what was answered, as one text."""

    assistant: RunningAssistant
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)
    answers: list[dict] = field(default_factory=list)

    def say(self, message: object, **metadata: object) -> str:
        body = {"sender": self.sender, "message": message, "metadata": metadata or None}
        url = f"{self.assistant.url}webhooks/rest/webhook"
        reply = requests.post(url, json=body, timeout=60)
        reply.raise_for_status()
        self.answers = reply.json()
        assert self.answers, f"no answer to {message!r}"
        return "\n".join(answer.get("text", "") for answer in self.answers)

    def press(self, title: str) -> str:
        """Press the button of the last answer that bears this title."""
        buttons = [b for answer in self.answers for b in answer.get("buttons", [])]
        (payload,) = [button["payload"] for button in buttons if button["title"] == title]
        return self.say(payload)


# Digits that are nobody's: times of events, fractions of a second, and what is random or encrypted.
NOBODYS = re.compile(
    r"\d{10}\.\d+(?:e[+]\d+)?|:\d\d[.,]\d+|(?<![0-9a-f])[0-9a-f]{16,}|gAAAA[\w=-]+"
)


def everything_written(state: Path) -> str:
    """All logs and databases of an assistant's state folder, without nobody's digits, as text."""
    texts = [p.read_text(errors="replace") for p in state.glob("*.log")]
    for database in state.glob("*.db"):
        texts.append("\n".join(sqlite3.connect(database).iterdump()))
    return NOBODYS.sub("", "\n".join(texts))


@pytest.fixture(scope="session")
def assistant(tmp_path_factory) -> Iterator[RunningAssistant]:
    with running_assistant(tmp_path_factory.mktemp("state")) as running:
        yield running


@pytest.fixture
def talk(assistant) -> Conversation:
    return Conversation(assistant)
