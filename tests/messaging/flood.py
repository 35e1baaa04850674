"""Web-hook deliveries at a steady rate; the server is killed and started again in the middle.

`python -m tests.messaging.flood --rate 200 --seconds 60` prints how fast deliveries were
acknowledged and how many messages were answered never or twice. Like Meta, the sender delivers
again what was not acknowledged, and reports every message that it took; and it delivers some
messages twice, and some after the one that was written later.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from dataclasses import dataclass, field

import aiohttp

from bot.bench.figures import Speed
from tests.channels import graph_api as whatsapp
from tests.messaging.servers import AssistantServer, EchoServer, Killable, MetaServer

# An echo names its message, so that a person may write several; the assistant greets everybody
# alike, and each of its people writes once.
PEOPLE = 2_000
# Meta's own patience with a web-hook is longer; whoever needs all of it is late.
PATIENCE = aiohttp.ClientTimeout(total=5)
# Every tenth message is delivered twice, every seventh a little late.
TWICE, LATE, LATE_SECONDS = 10, 7, 0.5
# As Meta does: again, each time later.
AGAIN_SECONDS, LONGEST_AGAIN = 1.0, 16.0


@dataclass
class Flood:
    """What happened to the deliveries.

    `seconds` to each acknowledgement, by whether the server was up when the call was made;
    `refused`: calls that were made in vain, each repeated later; `down`: seconds without a server.
    """

    up: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    refused: int = 0
    down: float = 0.0


async def flood(server: Killable, rate: int, seconds: int, people: int, words: str) -> Flood:
    """Deliver `rate * seconds` messages; the server is killed and started after half of them."""
    found, count = Flood(), rate * seconds
    began, restart = time.monotonic(), None
    connections = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(timeout=PATIENCE, connector=connections) as http:
        tasks = []
        for number in range(count):
            if number == count // 2:
                restart = asyncio.create_task(kill_and_start(server, found))
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            sender = f"2126{number % people:08}"
            sent = whatsapp.message(content=words.format(number=number), sender=sender)
            tasks.append(asyncio.create_task(_deliver(http, server.webhook, number, sent, found)))
        await asyncio.gather(*tasks)
        if restart:
            await restart
    return found


async def kill_and_start(server: Killable, found: Flood) -> None:
    """As an operator's supervisor does."""
    began = time.monotonic()
    server.kill()
    await server.start()
    found.down = time.monotonic() - began


async def _deliver(
    http: aiohttp.ClientSession, url: str, number: int, sent: dict, found: Flood
) -> None:
    body = whatsapp.hook(sent)
    if number % LATE == 0:
        await asyncio.sleep(LATE_SECONDS)
    for _ in range(2 if number % TWICE == 0 else 1):
        await _deliver_body(http, url, body, found)


async def _deliver_body(http: aiohttp.ClientSession, url: str, body: bytes, found: Flood) -> None:
    kept, again = found.up, AGAIN_SECONDS
    began = time.monotonic()
    while not await whatsapp.is_acknowledged(http, url, body):
        found.refused += 1
        kept = found.again
        await asyncio.sleep(again)
        again = min(2 * again, LONGEST_AGAIN)
        began = time.monotonic()
    kept.append(time.monotonic() - began)


async def measure(
    rate: int, seconds: int, assistant: bool = False, drain_seconds: int = 600
) -> dict[str, float]:
    """The figures of one flood, on an echo in Rasa's place or on the whole assistant."""
    words, people, by = "message {number}", PEOPLE, "texts"
    if assistant:
        words, people, by = "bonjour", rate * seconds, "people"
    with tempfile.TemporaryDirectory() as state, MetaServer() as meta:
        kind = AssistantServer if assistant else EchoServer
        server = kind(meta, state)
        try:
            await server.start()
            await meta.start(server.webhook)
            began = time.monotonic()
            found = await flood(server, rate, seconds, people, words)
            acknowledged = time.monotonic()
            taken = await meta.drained(by, rate * seconds, drain_seconds)
            drained = time.monotonic()
        finally:
            server.kill()
    first = Speed.of(found.up, acknowledged - began)
    return {
        "deliveries": len(found.up) + len(found.again),
        "p50_ms": round(first.p50_ms, 1),
        "p95_ms": round(first.p95_ms, 1),
        "slowest_ms": round(1000 * max(found.up), 1),
        "repeated_after_the_kill": len(found.again),
        "calls_in_vain": found.refused,
        "seconds_without_server": round(found.down, 1),
        "messages": rate * seconds,
        "unanswered": rate * seconds - len(taken),
        "answered_twice": sum(count > 1 for count in taken.values()),
        "answers_a_second": round(rate * seconds / (drained - began), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--assistant", action="store_true", help="the whole assistant, no echo")
    parser.add_argument("--drain", type=int, default=600, help="seconds to wait for answers")
    given = parser.parse_args()
    figures = measure(given.rate, given.seconds, given.assistant, given.drain)
    print(json.dumps(asyncio.run(figures), indent=1))


if __name__ == "__main__":
    main()
