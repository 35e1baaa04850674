"""Saying something in the web chat that nobody has just asked for: an agent's words, a notice."""

from __future__ import annotations

import asyncio

from bot.answers.answer import Answer
from bot.outbox import Author, Outbox
from bot.outbox.message import as_message


class WebPusher:
    """Adds to the outbox, from where every page of the conversation gets it; see `Pusher`."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def push(self, conversation: str, answer: Answer, key: str) -> int:
        """Add a person's words, or a notice of the server; returns the message's number."""
        author = Author.SYSTEM if answer.agent is None else Author.AGENT
        said = as_message(answer, author)
        return await asyncio.to_thread(self._outbox.append_once, conversation, key, said)

    async def show_typing(self, conversation: str) -> None:
        """Show for a few seconds that the agent writes."""
        await asyncio.to_thread(self._outbox.show_typing, conversation)
