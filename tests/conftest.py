"""The running assistant, started the way its own command starts it, once for all tests."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from bot.commands.processes import free_port

PROJECT = Path(__file__).resolve().parents[1]
START_SECONDS = 600


@dataclass
class Assistant:
    """A running assistant and the folder with all that it writes."""

    url: str
    state: Path


@dataclass
class Conversation:
    """One person talking: `say` returns what was answered, as one text."""

    assistant: Assistant
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


def start_assistant(state: Path, **settings: str) -> tuple[subprocess.Popen, Assistant]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.commands", "serve", "--port", str(port)],
        cwd=PROJECT,
        env={**os.environ, "TAGHTIA_STATE": str(state), **settings},
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in process.stdout:
        if line.startswith("Taghtia is ready"):
            return process, Assistant(f"http://127.0.0.1:{port}/", state)
    raise AssertionError("the assistant did not start; its log is above")


@pytest.fixture(scope="session")
def assistant(tmp_path_factory) -> Iterator[Assistant]:
    process, running = start_assistant(tmp_path_factory.mktemp("state"))
    yield running
    process.terminate()
    process.wait(30)


@pytest.fixture
def talk(assistant) -> Conversation:
    return Conversation(assistant)
