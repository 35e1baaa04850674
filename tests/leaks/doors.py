"""The channels by which a student's words come in, each driven as its own clients do."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field

import requests

from tests.leaks.messenger_doors import MESSENGER_DOORS
from tests.leaks.telephone_door import TelephoneDoor

SECONDS = 120


@dataclass
class RestDoor:
    """Rasa's REST channel."""

    url: str
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)

    def say(self, text: str) -> list[str]:
        """The answers to a message."""
        body = {"sender": self.sender, "message": text}
        reply = requests.post(f"{self.url}webhooks/rest/webhook", json=body, timeout=SECONDS)
        reply.raise_for_status()
        return [answer.get("text", "") for answer in reply.json()]


@dataclass
class WebDoor:
    """The web chat: a token, messages that are taken in at once, answers fetched by number."""

    url: str
    token: str = ""
    last: int = 0

    def say(self, text: str) -> list[str]:
        """The answers to a message."""
        if not self.token:
            self.token = self._call("POST", "conversations", {"language": "fr"})["token"]
        self._call("POST", "messages", {"id": str(uuid.uuid4()), "text": text})
        deadline = time.monotonic() + SECONDS
        answers: list[str] = []
        while time.monotonic() < deadline:
            known = self._call("GET", f"messages?after={self.last}&wait=20")
            for message in known["messages"]:
                self.last = message["number"]
                if message["from"] == "assistant":
                    answers.append(message["text"])
            if answers and not known["typing"]:
                return answers
        raise TimeoutError("the web channel did not answer")

    def _call(self, method: str, path: str, body: object = None) -> dict:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        url = f"{self.url}webhooks/web/{path}"
        reply = requests.request(method, url, json=body, headers=headers, timeout=SECONDS)
        reply.raise_for_status()
        return reply.json()


DOORS = {"rest": RestDoor, "web": WebDoor, "telephone": TelephoneDoor, **MESSENGER_DOORS}
