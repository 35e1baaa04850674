"""One thing said in a conversation, as a screen shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum
from typing import Any

from bot.answers.answer import Answer
from identifiers.placeholders import replace_placeholders

HIDDEN = "•••"


class Author(str, Enum):
    """Who said it; `system` is the server itself, where the assistant could say nothing."""

    STUDENT = "student"
    ASSISTANT = "assistant"
    AGENT = "agent"
    SYSTEM = "system"


@dataclass(frozen=True)
class Message:
    """What is said, before it has a number.

    `language`: fr or ar; `shown`: what stands beside the text, as `bot.answers.answer.Answer`
    names it: name, buttons, offices, step, status, facts, asks.
    """

    author: Author
    text: str
    language: str
    shown: Mapping[str, Any] = field(default_factory=dict)

    def content(self) -> str:
        """Everything but the author, as JSON."""
        content = {**self.shown, "text": self.text, "language": self.language}
        return json.dumps(content, ensure_ascii=False)


def as_message(answer: Answer, author: Author) -> Message:
    """An answer as the outbox keeps it."""
    shown = answer.as_json()
    return Message(author, shown.pop("text"), shown.pop("language"), shown)


@dataclass(frozen=True)
class StoredMessage:
    """A message with its number, 1, 2, 3 … in its conversation, and its moment (UTC, naive)."""

    number: int
    at: datetime
    author: Author
    content: Mapping[str, Any]
    client_id: str | None = None
    helpful: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """What the person may see: every placeholder of an identifier is hidden."""
        shown = {
            **self.content,
            "number": self.number,
            "at": self.at.replace(tzinfo=timezone.utc).isoformat(timespec="milliseconds"),
            "from": self.author.value,
            "text": replace_placeholders(str(self.content["text"]), HIDDEN),
        }
        if self.author is Author.STUDENT:
            return {**shown, "client_id": self.client_id}
        return {**shown, "helpful": self.helpful}
