"""What a channel offers that can say something without being asked."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from sanic import Sanic

from bot.answers.answer import Answer


class Pusher(Protocol):
    """One channel's way to a student who has not just written.

    Once `push` returns, the answer cannot be lost; where it raises, it is tried again.
    """

    async def push(self, conversation: str, answer: Answer, key: str) -> Any:
        """Say something in a conversation (the gate's pseudonym).

        Args:
            key: the same one means the same answer, which is said once however often it is pushed.
        """


@runtime_checkable
class ShowsTyping(Protocol):
    """A channel that can show that somebody is writing."""

    async def show_typing(self, conversation: str) -> None:
        """Show it for a few seconds."""


@runtime_checkable
class KnowsWhomItReaches(Protocol):
    """A channel that may have lost a student's address."""

    async def reaches(self, conversation: str) -> bool:
        """Whether the address is still known."""


def pushers_of(app: Sanic) -> dict[str, Pusher]:
    """The server's pushers by the name of their channel; each channel adds its own at the start."""
    if not hasattr(app.ctx, "pushers"):
        app.ctx.pushers = {}
    pushers: dict[str, Pusher] = app.ctx.pushers
    return pushers
