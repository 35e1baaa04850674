"""The web channel on a real port, with a scripted stand-in for Rasa behind it."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

import bot.channels.web.channel as channel
from bot.channels.web import WebChannel
from bot.gate import Gate
from identifiers.vault import Vault
from tests.serving import serving as serving_app

INTENTS = frozenset({"greet", "find_office", "choose_language"})


@dataclass
class ScriptedRasa:
    """Answers "re: TEXT"; keeps what it was told. A text in `held` waits until it is let go."""

    heard: list[UserMessage] = field(default_factory=list)
    silent: set[str] = field(default_factory=set)
    failing: set[str] = field(default_factory=set)
    held: dict[str, threading.Event] = field(default_factory=dict)

    def hold(self, text: str) -> threading.Event:
        """The event that lets `text` go on."""
        return self.held.setdefault(text, threading.Event())

    async def __call__(self, message: UserMessage) -> None:
        self.heard.append(message)
        if message.text in self.held:
            await asyncio.to_thread(self.held[message.text].wait, 30)
        if message.text in self.failing:
            raise RuntimeError(f"cannot answer {message.text}")
        if message.text not in self.silent:
            for answer in self.answers_to(message):
                await message.output_channel.send_response(message.sender_id, answer)

    def answers_to(self, message: UserMessage) -> list[dict]:
        """Rasa's own messages."""
        answer = {
            "text": f"re: {message.text}",
            "utter_action": "utter_echo",
            "metadata": {"language": (message.metadata or {}).get("language")},
            "buttons": [{"title": "Encore", "payload": "/greet"}],
        }
        return [answer]

    def texts(self) -> list[str]:
        return [message.text for message in self.heard]


@contextmanager
def serving(rasa: Callable) -> Iterator[str]:
    """A server with the web channel; yields its address. Settings come from the environment."""
    app = Sanic(f"web_test_{uuid.uuid4().hex}", configure_logging=False)
    app.blueprint(WebChannel().blueprint(rasa), url_prefix="/webhooks/web")
    with serving_app(app) as address:
        yield address


@pytest.fixture
def rasa() -> ScriptedRasa:
    return ScriptedRasa()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(f"sqlite:///{tmp_path / 'vault.db'}", b"v" * 32)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch, vault: Vault):
    """The environment of a server with a state folder of its own."""
    gate = Gate(vault, b"k" * 32, INTENTS, frozenset(), lambda: date(2026, 11, 24))
    monkeypatch.setattr(channel, "gate_from_environment", lambda: gate)
    monkeypatch.setattr(Vault, "from_environment", staticmethod(lambda: vault))
    monkeypatch.setenv("TAGHTIA_STATE", str(tmp_path))
    for name in ("TAGHTIA_REDIS_URL", "TAGHTIA_OUTBOX_URL", "TAGHTIA_KEY"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.fixture
def server(settings, rasa) -> Iterator[str]:
    with serving(rasa) as address:
        yield address
