"""A conversation as the fake channel keeps it."""

from __future__ import annotations

import asyncio
import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

IDENTIFIER = re.compile(r"[A-Za-z]{1,2}\d{4,}|\d{1,2}/\d{1,2}/\d{4}")


@dataclass
class FakeConversation:
    """What was said under one token; `changed` wakes its streams."""

    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    language: str | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)
    typing: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    votes: dict[int, bool] = field(default_factory=dict)

    def add(self, message: dict[str, Any]) -> dict[str, Any]:
        at = datetime.now(timezone.utc).isoformat()
        numbered = {"number": len(self.messages) + 1, "at": at, **message}
        self.messages.append(numbered)
        self.wake()
        return numbered

    def wake(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()


def echo(body: dict[str, Any]) -> dict[str, Any]:
    """The person's message as it comes back, identifiers hidden."""
    said = {"from": "student", "client_id": body["id"], "language": "fr", "text": ""}
    if "location" in body:
        return {**said, "location": True}
    return {**said, "text": IDENTIFIER.sub("•••", body.get("title") or body.get("text", ""))}
