"""The telephone's parts, put together, and what runs beside its web-hooks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from rasa.core.channels.channel import UserMessage
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.messaging.sealing import Seal
from bot.channels.telephone.asking import Asking
from bot.channels.telephone.call import Call
from bot.channels.telephone.calls import Calls
from bot.channels.telephone.conversation import SPOKEN, Conversation
from bot.channels.telephone.dialogue import TelephoneDialogue
from bot.channels.telephone.link_sending import LinkSending
from bot.channels.telephone.settings import TelephoneSettings
from bot.channels.telephone.sms.sender import SmsSender
from bot.channels.telephone.turns import Turns
from bot.channels.telephone.twiml import TwimlWriter
from bot.channels.telephone.webhook import Heard
from bot.channels.telephone.wording import CHANNEL
from bot.gate import Gate
from handover import HandoverStore
from identifiers.vault import Vault
from identifiers.vault_store import VaultUnavailable

SWEEP_SECONDS = 60.0
STOP_SECONDS = 4.0

logger = logging.getLogger(__name__)


class TelephoneService:
    """Takes calls, turn by turn.

    Args:
        engine: of the outbox's database, with the telephone's table.
        forget: deletes what is kept of a conversation whose person wants that.
    """

    def __init__(
        self,
        settings: TelephoneSettings,
        engine: Engine,
        seal: Seal,
        gate: Gate,
        vault: Vault,
        sender: SmsSender,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        forget: Callable[[str], Awaitable[Any]],
    ) -> None:
        self._gate = gate
        self._vault = vault
        self._calls = Calls(engine, seal)
        self._writer = TwimlWriter(settings)
        self._shared = settings.shared
        dialogue = TelephoneDialogue(gate, on_new_message, forget)
        asking = Asking(dialogue, settings.transfer is not None)
        self._conversation = Conversation(asking, LinkSending(sender))
        self._turns = Turns(self._calls, self._writer, self._clean_up)
        self._sweep: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin what runs in the server's event loop."""
        self._sweep = asyncio.create_task(self._end_abandoned())

    async def stop(self) -> None:
        """Let the turns that have begun end."""
        if self._sweep is not None:
            self._sweep.cancel()
        await self._turns.stop(STOP_SECONDS)

    async def ring(self, heard: Heard) -> str | None:
        """The TwiML that greets a call; the last reply's, where it is under way already."""
        call = Call(caller="" if heard.caller in self._shared else heard.caller)
        twiml = self._writer.write(self._conversation.welcome(call), turn=1)
        conversation = self._gate.conversation(CHANNEL, heard.call)
        kept = (heard.call, conversation, call, twiml)
        return await asyncio.to_thread(self._calls.start, *kept)

    async def take(self, heard: Heard, turn: int) -> str | None:
        """The TwiML that answers what the caller did; None where the call is over."""

        async def respond(conversation: str, call: Call) -> Any:
            return await self._conversation.respond(conversation, call, heard)

        return await self._turns.take(heard.call, turn, respond)

    async def wait(self, heard: Heard, turn: int, asked: int) -> str | None:
        """The TwiML of a turn that takes longer."""
        return await self._turns.wait(heard.call, turn, asked)

    async def transferred(self, heard: Heard, turn: int) -> str | None:
        """The TwiML after a call was put through."""

        async def respond(conversation: str, call: Call) -> Any:
            await asyncio.to_thread(_dial_ended, conversation, heard)
            return await self._conversation.after_transfer(conversation, call, heard.status)

        return await self._turns.take(heard.call, turn, respond)

    async def picked_up(self, heard: Heard) -> None:
        """Show the desk that somebody speaks with the caller."""
        conversation = self._gate.conversation(CHANNEL, heard.parent)
        await asyncio.to_thread(HandoverStore.from_environment().calls.answered, conversation)

    async def hang_up(self, heard: Heard) -> None:
        """Delete what the call held."""
        conversation = await asyncio.to_thread(self._calls.end, heard.call)
        if conversation is not None:
            await self._clean_up(conversation)

    async def _clean_up(self, conversation: str) -> None:
        """What was given for the tracking goes, and the desk shows no call that is over."""
        try:
            await asyncio.to_thread(self._vault.forget, conversation)
            await asyncio.to_thread(_hung_up, conversation)
        except (VaultUnavailable, SQLAlchemyError) as error:
            logger.error("what a caller left goes when its time is over: %s", type(error).__name__)

    async def _end_abandoned(self) -> None:
        while True:
            try:
                for conversation in await asyncio.to_thread(self._calls.abandoned):
                    await self._clean_up(conversation)
            except SQLAlchemyError as error:
                logger.error("old calls were not ended: %s", type(error).__name__)
            await asyncio.sleep(SWEEP_SECONDS)


def _dial_ended(conversation: str, heard: Heard) -> None:
    calls = HandoverStore.from_environment().calls
    if heard.status in SPOKEN:
        calls.over(conversation, timedelta(seconds=heard.spoke))
    else:
        calls.unanswered(conversation)


def _hung_up(conversation: str) -> None:
    HandoverStore.from_environment().calls.hung_up(conversation)
