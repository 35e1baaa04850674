"""The calls of Chatwoot's API that a hand-over needs.

Sources: "Client APIs" (contacts, conversations, messages of an API inbox) and, for the private
note, "Application APIs" in Chatwoot's API reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.handover.chatwoot.settings import ChatwootSettings

SECONDS = 10.0


class ChatwootFailed(RuntimeError):
    """Chatwoot did not do it; `passing`: trying again may help. Quotes nothing of its answer."""

    def __init__(self, why: str, passing: bool) -> None:
        super().__init__(why)
        self.passing = passing


@dataclass(frozen=True)
class Ticket:
    """A conversation in Chatwoot: the contact's `source` in the inbox, and the number."""

    source: str
    number: int

    def encode(self) -> str:
        """As the store keeps it."""
        return f"{self.number}:{self.source}"

    @classmethod
    def decode(cls, text: str) -> Ticket:
        """From `encode`."""
        number, source = text.split(":", 1)
        return cls(source, int(number))


class ChatwootClient:
    """One API inbox."""

    def __init__(self, settings: ChatwootSettings, http: ClientSession) -> None:
        self._settings = settings
        self._http = http
        self._inbox = f"{settings.url}/public/api/v1/inboxes/{settings.inbox}"

    async def open_ticket(self, identifier: str, attributes: dict[str, str]) -> Ticket:
        """A contact without a name, and a conversation with them.

        Args:
            identifier: what tells the contact apart: the conversation's pseudonym.
        """
        contact = await self._post(f"{self._inbox}/contacts", {"identifier": identifier})
        source = str(contact["source_id"])
        path = f"{self._inbox}/contacts/{source}/conversations"
        conversation = await self._post(path, {"custom_attributes": attributes})
        return Ticket(source, int(conversation["id"]))

    async def say(self, ticket: Ticket, text: str, key: str) -> None:
        """The student's words."""
        path = f"{self._inbox}/contacts/{ticket.source}/conversations/{ticket.number}/messages"
        await self._post(path, {"content": text, "echo_id": key})

    async def note(self, ticket: Ticket, text: str, key: str) -> None:
        """What the agent should know: a private note, or a message where no token is set."""
        if not self._settings.token:
            await self.say(ticket, text, key)
            return
        account = f"{self._settings.url}/api/v1/accounts/{self._settings.account}"
        body = {"content": text, "message_type": "outgoing", "private": True}
        path = f"{account}/conversations/{ticket.number}/messages"
        await self._post(path, body, {"api_access_token": self._settings.token})

    async def _post(
        self, url: str, body: dict[str, Any], headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        try:
            timeout = ClientTimeout(total=SECONDS)
            call = self._http.post(
                url, json=body, headers=headers, timeout=timeout, allow_redirects=False
            )
            async with call as answer:
                if answer.status >= 300:
                    passing = answer.status >= 500 or answer.status in (408, 429)
                    raise ChatwootFailed(f"it answered {answer.status}", passing)
                found: dict[str, Any] = await answer.json()
                return found
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            raise ChatwootFailed(type(error).__name__, passing=True) from None
