"""The parts of one messenger's channel, put together, and what runs beside its web-hook."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

import aiohttp
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import TrackerStore
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.answers.answer import Answer
from bot.answers.generator import default_language
from bot.answers.plain import plain_answer
from bot.channels.answering import Answering
from bot.channels.forgetting import forget_dialogue
from bot.channels.messaging.delivery import Batch
from bot.channels.messaging.dialogue import MessagingDialogue
from bot.channels.messaging.erasing import Erasing
from bot.channels.messaging.inbox import Inbox, InboxTurn
from bot.channels.messaging.intake import Intake
from bot.channels.messaging.outgoing import Outgoing
from bot.channels.messaging.people import People
from bot.channels.messaging.platform import TIMEOUT, Payload, Platform
from bot.channels.messaging.pushing import Pushed, Pushing
from bot.channels.messaging.sealing import Seal
from bot.channels.messaging.sending import Sending
from bot.gate import Gate
from identifiers.vault import Vault

OUR_FAULT = "utter_apology"
# Rasa works on one message at a time; what waits in a turn is the action server.
TURNS_AT_ONCE = 8
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
        reminder = platform.reminder(default_language())
        self._outgoing = Outgoing(engine, platform.name, seal, reminder)
        self._people = People(engine, platform.name, seal)
        parts = (self._outgoing, self._people, self._conversation, platform.meaning)
        self._inbox = Inbox(*parts)
        self._pushing = Pushing(platform, self._outgoing, self._people)
        self._erasing = Erasing(self._inbox, self._outgoing, self._people)
        self._intake = Intake(self._inbox.take_in)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        """Begin what runs in the server's event loop; what waits since before is taken up."""
        self._http = aiohttp.ClientSession(timeout=TIMEOUT)
        parts = (self.platform, self._gate, on_new_message, self._http, self._carry_out)
        dialogue = MessagingDialogue(*parts)
        parts_of_sending = (self._outgoing, self.platform, self._http, self._intake.quiet)
        self._sending = Sending(*parts_of_sending)
        self._answering = Answering(
            self._inbox,
            dialogue.answer,
            self._give_up,
            self._forget_dialogue,
            answered=self._sending.submit,
            first=self._intake.quiet,
            at_once=TURNS_AT_ONCE,
        )
        self._intake.subscribe(self._answering.submit)
        # What was parked for the person may go now.
        self._intake.subscribe(self._sending.submit)
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
        await self._intake.commit(batch)

    async def push(self, conversation: str, answer: Answer, key: str = "") -> None:
        """Send what the person did not just ask for, such as an agent's words.

        Once this returns it cannot be lost; outside the platform's window it waits until the person
        writes. Nothing is sent to whom `reaches` says no of.

        Args:
            key: the same one is sent once, however often it is pushed.
        """
        if answer.agent:
            # No messenger shows that it is not the assistant who speaks.
            answer = replace(answer, text=f"{answer.agent} :\n{answer.text}")
        pushed = await asyncio.to_thread(self._pushing.push, conversation, answer, key)
        if pushed is Pushed.QUEUED:
            self._sending.submit(conversation)
        else:
            logger.warning("%s: the person of a message is not known any more", self.platform.name)

    async def reaches(self, conversation: str) -> bool:
        """Whether the person's address is still known."""
        known = await asyncio.to_thread(self._people.known, [conversation])
        return conversation in known

    def _conversation(self, sender: str) -> str:
        return self._gate.conversation(self.platform.name, sender)

    async def _carry_out(self, turn: InboxTurn, answers: list[Answer]) -> None:
        """What the answers are to have done (`Answer.effect`)."""
        for effect in {answer.effect for answer in answers}:
            if effect == "forget":
                await self._forget_dialogue(turn.conversation)
                await asyncio.to_thread(self._erasing.forget, turn.conversation, turn.id)
            elif effect in ("keep_in_touch", "out_of_touch"):
                wanted = effect == "keep_in_touch"
                await asyncio.to_thread(self._people.stay_in_touch, turn.conversation, wanted)

    async def _forget_dialogue(self, conversation: str) -> dict[str, int]:
        return await forget_dialogue(
            conversation, self._tracker_store(), self._vault, self._gate.forget_people
        )

    def _give_up(self, turn: InboxTurn) -> Payload:
        return self.platform.render(plain_answer(OUR_FAULT, default_language()))[0]

    async def _erase_old(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._erasing.sweep)
            except SQLAlchemyError as error:
                logger.error("old messages were not erased: %s", type(error).__name__)
            await asyncio.sleep(ERASE_SECONDS)
