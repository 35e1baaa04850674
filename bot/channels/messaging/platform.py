"""What each platform brings of its own; everything else is shared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import aiohttp
from sanic.request import Request

from bot.answers.answer import Answer
from bot.channels.messaging.delivery import Address, Batch, Said
from bot.channels.messaging.outcome import Outcome

Payload = Mapping[str, Any]
# Longer than any of them takes, shorter than the lease of a message that is being sent.
TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5)


class Platform(Protocol):
    """A messenger's protocol: what its web-hook says, and how it is answered."""

    @property
    def name(self) -> str:
        """Of the channel, also the last part of the web-hook's address."""

    @property
    def reports(self) -> bool:
        """Whether the platform says later what became of a message."""

    @property
    def may_write_first(self) -> bool:
        """Whether people can be told something that they did not just ask for."""

    @property
    def has_window(self) -> bool:
        """Whether free words are allowed for a day after the person's last message only."""

    def challenge(self, request: Request) -> str | None:
        """The answer to the platform's question whether the web-hook is ours; None: refused."""

    def is_genuine(self, request: Request) -> bool:
        """Whether the platform itself sent this; looks at the raw body."""

    def read(self, body: Mapping[str, Any]) -> Batch:
        """What a web-hook's JSON object brings; whatever is not understood is left out."""

    def render(self, answer: Answer) -> list[Payload]:
        """The platform's messages for an answer, within its limits."""

    def meaning(self, code: int | None) -> Outcome:
        """What the error code of a report means."""

    def reminder(self, language: str) -> Payload | None:
        """What may be sent outside the window, so that the person writes again."""

    def news(self, topic: str, language: str) -> Payload | None:
        """What may be sent outside the window to tell that there is news on a topic."""

    async def send(
        self, http: aiohttp.ClientSession, address: Address, payload: Payload, reference: str
    ) -> Outcome:
        """Send one message."""

    async def attend(self, http: aiohttp.ClientSession, said: Said) -> None:
        """Show the person that their message was read and is being answered."""
