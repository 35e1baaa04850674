"""Takes hand-overs to Chatwoot, and what students say in them: in order, again where it failed.

The store is the queue: a hand-over remembers its ticket and the last line that went there. A server
holds a short lease on the one that it works on. Where a server dies between Chatwoot's answer and
the store, the last line is sent a second time; none is lost.
"""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from bot.handover.chatwoot.client import ChatwootClient, ChatwootFailed, Ticket
from handover import Handover, HandoverStore, Line, Speaker
from handover.external import External

LOOK_SECONDS = 1.0
# What the agent sees of the talk: who speaks stands before the words until they have taken it.
_SPOKEN = {Speaker.STUDENT: "", Speaker.ASSISTANT: "🤖 "}

logger = logging.getLogger(__name__)


class Bridge:
    """One worker; several servers may have one each."""

    def __init__(self, store: HandoverStore, client: ChatwootClient) -> None:
        self._store = store
        self._external = External(store.engine)
        self._client = client

    async def work(self) -> None:
        """For ever: take over what is new."""
        while True:
            try:
                for talk in await asyncio.to_thread(self._external.claim_some):
                    await self._take_over(talk)
            except SQLAlchemyError as error:
                logger.error("hand-overs were not looked for: %s", type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    async def _take_over(self, talk: Handover) -> None:
        try:
            ticket = await self._ticket(talk)
            lines = await asyncio.to_thread(
                self._store.transcripts.read, talk.id, talk.external_line
            )
            for line in lines:
                await self._send(ticket, line)
                await asyncio.to_thread(self._external.sent, talk.id, line.number)
            await asyncio.to_thread(self._external.release, talk.id)
        except ChatwootFailed as error:
            logger.error("Chatwoot did not take a hand-over: %s", error)
            pause = asyncio.to_thread(self._external.postpone, talk.id, error.passing)
            await pause

    async def _ticket(self, talk: Handover) -> Ticket:
        if talk.external_id:
            return Ticket.decode(talk.external_id)
        summary = talk.summary
        attributes = {
            "language": talk.language,
            "cause": talk.cause.value,
            "topic": summary.topics[-1] if summary.topics else "",
            "channel": talk.channel,
        }
        ticket = await self._client.open_ticket(f"{talk.conversation}-{talk.id}", attributes)
        await asyncio.to_thread(self._external.opened, talk.id, ticket.encode())
        await self._client.note(ticket, _summary(talk), f"summary-{talk.id}")
        return ticket

    async def _send(self, ticket: Ticket, line: Line) -> None:
        # What their own agent said came from there; notices are for the student.
        if line.speaker in _SPOKEN:
            await self._client.say(ticket, _SPOKEN[line.speaker] + line.text, f"line-{line.id}")


def _summary(talk: Handover) -> str:
    """The hand-over in lines of "name: value", which are the same in both languages."""
    summary = talk.summary
    told = {
        "Taghtia": f"#{talk.id}",
        "cause": talk.cause.value,
        "topics": ", ".join(summary.topics),
        "tracking": summary.tracking or "",
        "university": summary.university or "",
    }
    return "\n".join(f"{name}: {value}" for name, value in told.items() if value)
