"""The parts of one messenger's channel, put together, and what runs beside its web-hook."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import aiohttp
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import TrackerStore
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.answers.generator import default_language
from bot.answers.plain import plain_answer
from bot.channels.answering import Answering
from bot.channels.messaging.delivery import Batch
from bot.channels.messaging.dialogue import MessagingDialogue
from bot.channels.messaging.inbox import Inbox, InboxTurn
from bot.channels.messaging.orders import Orders
from bot.channels.messaging.outgoing import Outgoing
from bot.channels.messaging.platform import TIMEOUT, Payload, Platform
from bot.channels.messaging.sealing import Seal
from bot.channels.messaging.sending import Sending
from bot.channels.messaging.subscriptions import Subscriptions
from bot.channels.trackers import delete_tracker
from bot.gate import Gate
from identifiers.vault import Vault

OUR_FAULT = "utter_apology"
STOP_SECONDS = 4.0
ERASE_SECONDS = 600.0

logger = logging.getLogger(__name__)


class MessagingService:
    """Takes web-hooks in and sees to it that they are answered.

    Args:
        engine: of the outbox's database, with the messengers' tables.
        tracker_store: gives the store of Rasa's conversations, once there is one.
    """

    def __init__(
        self,
        platform: Platform,
        engine: Engine,
        seal: Seal,
        gate: Gate,
        vault: Vault,
        tracker_store: Callable[[], TrackerStore | None],
    ) -> None:
        self.platform = platform
        self._gate = gate
        self._vault = vault
        self._tracker_store = tracker_store
        self._subscriptions = Subscriptions(engine, platform.name, seal, vault)
        self._outgoing = Outgoing(
            engine, platform.name, seal, platform.reminder(default_language())
        )
        self._inbox = Inbox(engine, platform.name, seal, self._outgoing, self._conversation)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        """Begin what runs in the server's event loop; what waits since before is taken up."""
        self._http = aiohttp.ClientSession(timeout=TIMEOUT)
        orders = Orders(
            self._inbox, self._subscriptions, self._forget, self.platform.may_write_first
        )
        dialogue = MessagingDialogue(self.platform, self._gate, on_new_message, orders, self._http)
        self._sending = Sending(self._outgoing, self.platform, self._http)
        self._answering = Answering(
            self._inbox,
            dialogue.answer,
            self._give_up,
            self._forget,
            answered=self._sending.submit,
        )
        beside: tuple[Coroutine[Any, Any, None], ...] = (
            self._answering.sweep(),
            self._sending.sweep(),
            self._erase_old(),
        )
        self._tasks = [asyncio.create_task(one) for one in beside]

    async def stop(self) -> None:
        """Let what has begun be finished."""
        for task in self._tasks:
            task.cancel()
        await self._answering.stop(STOP_SECONDS)
        await self._sending.stop(STOP_SECONDS)
        await self._http.close()

    async def take_in(self, batch: Batch) -> None:
        """Keep a web-hook's content; once this returns nothing of it can be lost."""
        meaning = self.platform.meaning
        for conversation in await asyncio.to_thread(self._inbox.take_in, batch, meaning):
            self._answering.submit(conversation)

    def _conversation(self, sender: str) -> str:
        return self._gate.conversation(self.platform.name, sender)

    async def _forget(self, conversation: str) -> dict[str, int]:
        store = self._tracker_store()
        events = await asyncio.to_thread(delete_tracker, store, conversation) if store else 0
        identifiers = await asyncio.to_thread(self._vault.forget, conversation)
        return {"events": events, "identifiers": identifiers}

    def _give_up(self, turn: InboxTurn) -> Payload:
        return self.platform.render(plain_answer(OUR_FAULT, default_language()))[0]

    async def _erase_old(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._inbox.sweep)
            except SQLAlchemyError as error:
                logger.error("old messages were not erased: %s", type(error).__name__)
            await asyncio.sleep(ERASE_SECONDS)
