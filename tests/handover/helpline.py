"""A helpline on a real port: web chat and desk, with a scripted stand-in for Rasa behind them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import requests
from sanic import Sanic

import bot.channels.web.channel as channel
import bot.desk.helping as helping
from bot.channels.web import WebChannel
from bot.desk.routes import add_desk
from bot.gate import Gate
from bot.handover.chatwoot.attaching import attach_chatwoot
from bot.handover.chatwoot.settings import ChatwootSettings
from bot.handover.hearing import Hearing
from bot.handover.service import HandoverService
from bot.web.routes import add_page_routes
from handover import HandoverStore
from identifiers.vault import Vault
from tests.channels.page import Page
from tests.handover.conftest import PASSWORD, wish
from tests.serving import serving as serving_app
from tests.waiting import wait_until

INTENTS = frozenset({"greet", "find_office"})


@contextmanager
def helpline(
    rasa,
    store: HandoverStore,
    folder: Path,
    monkeypatch,
    chatwoot: ChatwootSettings | None = None,
) -> Iterator[str]:
    """Serve both, with their state in the folder; yields the address."""
    monkeypatch.setenv("TAGHTIA_STATE", str(folder))
    for name in ("TAGHTIA_REDIS_URL", "TAGHTIA_OUTBOX_URL", "TAGHTIA_WEB_ORIGINS"):
        monkeypatch.delenv(name, raising=False)
    vault = Vault(f"sqlite:///{folder / 'vault.db'}", b"v" * 32)
    today = date(2026, 11, 26)
    gate = Gate(vault, b"k" * 32, INTENTS, frozenset(), lambda: today, people=Hearing(store))
    for module in (channel, helping):
        monkeypatch.setattr(module, "gate_from_environment", lambda: gate)
    monkeypatch.setattr(Vault, "from_environment", staticmethod(lambda: vault))
    app = Sanic(f"helpline_{uuid.uuid4().hex}", configure_logging=False)
    app.ctx.agent = RasaAgent(rasa)
    app.blueprint(WebChannel().blueprint(rasa), url_prefix="/webhooks/web")
    service = HandoverService(app, store)
    service.attach(app)
    if chatwoot is not None:
        attach_chatwoot(app, service, chatwoot)
    add_desk(app, store)
    add_page_routes(app, "'self'")
    with serving_app(app) as address:
        yield address


@dataclass
class RasaAgent:
    """As Rasa puts itself into the application."""

    rasa: object

    @property
    def tracker_store(self):
        return None

    async def handle_message(self, message) -> None:
        await self.rasa(message)


@dataclass
class Seat:
    """An agent's browser, as the server sees it."""

    server: str
    name: str = "salma"
    password: str = PASSWORD
    http: requests.Session = field(default_factory=requests.Session)
    token: str = ""

    def sign_in(self, code: str = "", **more) -> requests.Response:
        body = {"name": self.name, "password": self.password, "code": code}
        answer = self.request("POST", "session", json=body, **more)
        if answer.ok:
            self.token = self.request("GET", "session").json()["form_token"]
        return answer

    def request(self, method: str, path: str, **more) -> requests.Response:
        headers = {"X-Form-Token": self.token, **more.pop("headers", {})}
        url = f"{self.server}/agent/api/{path}"
        return self.http.request(method, url, headers=headers, timeout=30, **more)

    def post(self, path: str, **body) -> requests.Response:
        return self.request("POST", path, json=body)

    def get(self, path: str) -> requests.Response:
        return self.request("GET", path)

    def say(self, talk: int, text: str, key: str | None = None) -> requests.Response:
        return self.post(f"talks/{talk}/messages", id=key or str(uuid.uuid4()), text=text)

    def texts(self, talk: int) -> list[str]:
        lines = self.get(f"talks/{talk}").json()["lines"]
        return [line["notice"] or line["text"] for line in lines]


def waiting_student(server: str, store: HandoverStore, rasa, text: str = "bonjour", **more):
    """A student's page that has said something and waits for an agent; the talk's id."""
    page = Page(server, language="fr")
    page.say(text)
    conversation = rasa.heard[-1].sender_id
    talk, _ = store.talks.enqueue(wish(conversation, **more))
    return page, talk


def hears(page: Page, text: str, seconds: float = 20) -> dict:
    """The message of the student's page that holds this text, once it is there."""
    found: list[dict] = []

    def is_there() -> bool:
        found[:] = [one for one in page.messages() if text in one["text"]]
        return bool(found)

    wait_until(is_there, seconds)
    return found[0]
