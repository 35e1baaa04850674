"""People who talk to the assistant at once, each waiting for the answer before the next message."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Sequence

import aiohttp

from bot.bench.figures import Speed

# A person says a few things, then another comes: no conversation reaches the gate's limit.
MESSAGES_A_PERSON = 5
ANSWER_SECONDS = 60


class NoAnswer(RuntimeError):
    """A message was not answered: a figure would be worthless."""


def measure_turns(url: str, messages: Sequence[str], people: int) -> Speed:
    """Send the messages over REST, by `people` at once.

    Raises:
        NoAnswer: the server refused a message or said nothing.
    """
    return asyncio.run(_measure(url, messages, people))


async def _measure(url: str, messages: Sequence[str], people: int) -> Speed:
    seconds: list[float] = []
    numbered = list(enumerate(messages))
    starts = range(0, len(numbered), MESSAGES_A_PERSON)
    waiting = [numbered[start : start + MESSAGES_A_PERSON] for start in starts][::-1]
    run = uuid.uuid4().hex

    async def talk(session: aiohttp.ClientSession) -> None:
        while waiting:
            for number, text in waiting.pop():
                await say(session, number, text)

    async def say(session: aiohttp.ClientSession, number: int, text: str) -> None:
        body = {"sender": f"{run}-{number // MESSAGES_A_PERSON}", "message": text}
        began = time.perf_counter()
        async with session.post(url, json=body) as reply:
            answered = reply.status == 200 and await reply.json()
        seconds.append(time.perf_counter() - began)
        if not answered:
            raise NoAnswer(f"message {number} got no answer (HTTP {reply.status})")

    timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        began = time.perf_counter()
        await asyncio.gather(*(talk(session) for _ in range(people)))
        elapsed = time.perf_counter() - began
    return Speed.of(seconds, elapsed)
