"""A chat page as the server sees it: speaks the web chat's protocol, and nothing else."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests

SECONDS = 30


@dataclass
class Event:
    """One server-sent event; `data` is decoded."""

    name: str
    data: dict
    id: int | None = None


@dataclass
class Page:
    """One conversation, from the address of a server; `headers` go with every request."""

    server: str
    language: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def __post_init__(self) -> None:
        self.url = f"{self.server.rstrip('/')}/webhooks/web"
        if not self.token:
            begun = self.post("/conversations", {"language": self.language})
            assert begun.status_code == 201, begun.text
            self.token = begun.json()["token"]

    def request(self, method: str, path: str, **options) -> requests.Response:
        headers = {**self.headers, **options.pop("headers", {})}
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        timeout = options.pop("timeout", SECONDS)
        return requests.request(
            method, self.url + path, headers=headers, timeout=timeout, **options
        )

    def post(self, path: str, body: object, **options) -> requests.Response:
        return self.request("POST", path, json=body, **options)

    def send(self, client_id: str | None = None, **content) -> int:
        """Send a message of any kind; returns its number."""
        sent = self.post("/messages", {"id": client_id or str(uuid.uuid4()), **content})
        assert sent.status_code == 202, sent.text
        return sent.json()["number"]

    def messages(self, after: int = 0, wait: int = 0) -> list[dict]:
        found = self.request("GET", f"/messages?after={after}&wait={wait}")
        assert found.status_code == 200, found.text
        return found.json()["messages"]

    def answers_to(self, number: int, seconds: float = SECONDS) -> list[dict]:
        """What was said after message `number` until nothing of the conversation waits."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            page = self.request("GET", f"/messages?after={number}&wait=5").json()
            if page["messages"] and not page["typing"]:
                return page["messages"]
        raise AssertionError(f"message {number} was not answered")

    def say(self, text: str) -> str:
        """Say something and wait; the answers as one text."""
        answers = self.answers_to(self.send(text=text))
        return "\n".join(m["text"] for m in answers if m["from"] == "assistant")

    @contextmanager
    def stream(self, after: int | None = None, **headers: str) -> Iterator[Iterator[Event]]:
        """The events as they come; a read that takes longer than 30 seconds fails."""
        path = "/events" if after is None else f"/events?after={after}"
        with self.request("GET", path, headers=headers, stream=True) as answer:
            assert answer.status_code == 200, answer.text
            yield _events(answer)


def _events(answer: requests.Response) -> Iterator[Event]:
    found: dict[str, str] = {}
    for line in answer.iter_lines(chunk_size=1):
        name, _, value = line.decode().partition(": ")
        if line:
            found[name] = value
        elif "event" in found:
            number = found.get("id")
            yield Event(found["event"], json.loads(found["data"]), number and int(number))
            found = {}
        else:
            found = {}
