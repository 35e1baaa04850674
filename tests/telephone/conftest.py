"""The telephone's channel on a real port, with a scripted stand-in for Rasa behind it."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from rasa.core.channels.channel import UserMessage
from sanic import Sanic, response

import bot.channels.telephone.channel as channel
import handover.migrations
from bot.channels.telephone.channel import TelephoneChannel
from bot.channels.telephone.sms.sender import SmsFailed
from bot.gate import Gate
from handover.settings import TRANSFER
from identifiers.keys import MasterKey
from identifiers.vault import Vault
from tests.channels.conftest import ScriptedRasa as EchoingRasa
from tests.postgresql import new_database
from tests.serving import serving as serving_app
from tests.telephone.caller import SETTINGS, Caller

INTENTS = frozenset(
    {
        "greet",
        "choose_language",
        "request_human",
        "request_call_back",
        "track_application",
        "affirm",
    }
)


@dataclass
class ScriptedRasa(EchoingRasa):
    """Answers by the text that it is told; "re TEXT" where nothing is scripted.

    What is scripted is Rasa's own message.
    """

    script: dict[str, list[dict]] = field(default_factory=dict)

    def answers(self, text: str, *messages: dict) -> None:
        self.script[text] = list(messages)

    def answers_to(self, message: UserMessage) -> list[dict]:
        language = (message.metadata or {}).get("language", "fr")
        return [
            {
                "utter_action": "utter_echo",
                **said,
                "metadata": {"language": language, **said.get("metadata", {})},
            }
            for said in self.script.get(message.text, [{"text": f"re {message.text}"}])
        ]


@dataclass
class SentSms:
    """A service for text messages; `refuses` stands for one that does not take them."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    refuses: bool = False

    async def send(self, number: str, text: str) -> None:
        if self.refuses:
            raise SmsFailed("status 400")
        self.sent.append((number, text))


@pytest.fixture(scope="session")
def postgresql_url():
    with new_database("telephone") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'outbox.db'}"
    return request.getfixturevalue("postgresql_url")


@pytest.fixture
def rasa() -> ScriptedRasa:
    return ScriptedRasa()


@pytest.fixture
def sms() -> SentSms:
    return SentSms()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(f"sqlite:///{tmp_path / 'vault.db'}", b"v" * 32)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Path:
    """A hand-over store at the newest migration, to be copied."""
    file = tmp_path_factory.mktemp("handover") / "handover.db"
    handover.migrations.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def settings(tmp_path: Path, monkeypatch, vault: Vault, sms: SentSms, migrated: Path):
    """The environment of a server with a state folder of its own."""
    gate = Gate(vault, b"k" * 32, INTENTS, frozenset(), lambda: date(2026, 11, 26))
    monkeypatch.setattr(channel, "gate_from_environment", lambda: gate)
    monkeypatch.setattr(channel, "sms_sender", lambda: sms)
    monkeypatch.setattr(Vault, "from_environment", staticmethod(lambda: vault))
    monkeypatch.setenv("TAGHTIA_STATE", str(tmp_path))
    monkeypatch.setenv("TAGHTIA_KEY", MasterKey.new().encode())
    for name in ("TAGHTIA_OUTBOX_URL", "TAGHTIA_HANDOVER_URL", TRANSFER):
        monkeypatch.delenv(name, raising=False)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    # What was written last may still stand in the file beside it.
    for file in migrated.parent.glob(f"{migrated.name}*"):
        shutil.copy(file, tmp_path)
    return monkeypatch


@contextmanager
def serving(rasa: ScriptedRasa) -> Iterator[str]:
    """A server with the channel; yields its address. Settings come from the environment."""
    app = Sanic(f"telephone_{uuid.uuid4().hex}", configure_logging=False)
    app.blueprint(TelephoneChannel().blueprint(rasa), url_prefix="/webhooks/telephone")
    # A server has other addresses, too; without any Sanic cannot even answer 404.
    app.add_route(lambda request: response.text("ok"), "/health")
    with serving_app(app) as address:
        yield address


@pytest.fixture
def server(settings, rasa) -> Iterator[str]:
    with serving(rasa) as address:
        yield address


@pytest.fixture
def caller(server) -> Caller:
    """Somebody who has chosen French."""
    caller = Caller(server)
    caller.rings()
    caller.presses("2")
    return caller
