"""Web-hook deliveries at a steady rate; the server is killed and started again in the middle.

`python -m tests.messaging.flood --rate 200 --seconds 60` prints how fast deliveries were
acknowledged and how many messages were answered never or twice. Like Meta, the sender delivers
again what was not acknowledged, and reports every message that it took.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field

import aiohttp

from bot.commands.paths import PROJECT
from bot.commands.processes import free_port
from tests.channels import graph_api as whatsapp

PEOPLE = 2_000
PATIENCE = aiohttp.ClientTimeout(total=10)
START_SECONDS, DRAIN_SECONDS = 300, 300


@dataclass
class Flood:
    """What happened: seconds to each acknowledgement, and deliveries that had to be repeated."""

    seconds: list[float] = field(default_factory=list)
    repeated: int = 0


class EchoServer:
    """`tests.messaging.echo_server` on one port and state folder, killed and started at will."""

    def __init__(self, graph_address: str, state: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}{whatsapp.HOOK}"
        names = ("PHONE_NUMBER_ID", "APP_SECRET", "VERIFY_TOKEN", "TOKEN", "API")
        values = (whatsapp.PHONE_ID, whatsapp.SECRET, whatsapp.VERIFY, whatsapp.TOKEN)
        given = zip(names, (*values, graph_address), strict=True)
        settings = {f"TAGHTIA_WHATSAPP_{name}": value for name, value in given}
        self._environment = {**os.environ, **settings, "TAGHTIA_STATE": state}
        self._process: subprocess.Popen | None = None

    async def start(self) -> None:
        command = [sys.executable, "-m", "tests.messaging.echo_server", str(self.port)]
        self._process = subprocess.Popen(command, cwd=PROJECT, env=self._environment)
        deadline = time.monotonic() + START_SECONDS
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as http:
            while time.monotonic() < deadline:
                try:
                    async with http.get(f"http://127.0.0.1:{self.port}/health"):
                        return
                except (aiohttp.ClientError, asyncio.TimeoutError):
                    await asyncio.sleep(0.2)
        raise RuntimeError("the echo server did not start")

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()


async def flood(server: EchoServer, rate: int, seconds: int) -> Flood:
    """Deliver `rate * seconds` messages; the server is killed and started after half of them."""
    found, count = Flood(), rate * seconds
    began, restart = time.monotonic(), None
    async with aiohttp.ClientSession(timeout=PATIENCE) as http:
        tasks = []
        for number in range(count):
            if number == count // 2:
                server.kill()
                restart = asyncio.create_task(server.start())
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            tasks.append(asyncio.create_task(_deliver(http, server.url, number, found)))
        await asyncio.gather(*tasks)
        if restart:
            await restart
    return found


async def _deliver(http: aiohttp.ClientSession, url: str, number: int, found: Flood) -> None:
    sender = f"2126{number % PEOPLE:08}"
    body = whatsapp.hook(whatsapp.message(content=f"message {number}", sender=sender))
    began = time.monotonic()
    while not await _is_acknowledged(http, url, body):
        found.repeated += 1
        await asyncio.sleep(1)
        began = time.monotonic()
    found.seconds.append(time.monotonic() - began)


async def report(url: str, graph: whatsapp.GraphApi) -> None:
    """For ever: report what the Graph API took, as Meta does."""
    reported = 0
    async with aiohttp.ClientSession(timeout=PATIENCE) as http:
        while True:
            sent = graph.sent[reported : reported + 50]
            statuses = (whatsapp.status("sent", m["biz_opaque_callback_data"]) for m in sent)
            body = whatsapp.hook(statuses=tuple(statuses))
            if sent and await _is_acknowledged(http, url, body):
                reported += len(sent)
            else:
                await asyncio.sleep(0.2)


async def _is_acknowledged(http: aiohttp.ClientSession, url: str, body: bytes) -> bool:
    headers = {"X-Hub-Signature-256": whatsapp.signature(body)}
    try:
        async with http.post(url, data=body, headers=headers) as reply:
            return reply.status == 200
    except (aiohttp.ClientError, asyncio.TimeoutError):
        return False


async def measure(rate: int, seconds: int) -> dict[str, float]:
    """The figures of one flood."""
    with whatsapp.graph_api() as graph, tempfile.TemporaryDirectory() as state:
        server = EchoServer(graph.address, state)
        try:
            await server.start()
            reporting = asyncio.create_task(report(server.url, graph))
            found = await flood(server, rate, seconds)
            wanted = {f"re: message {number}" for number in range(rate * seconds)}
            deadline = time.monotonic() + DRAIN_SECONDS
            while not wanted <= set(graph.texts()) and time.monotonic() < deadline:
                await asyncio.sleep(0.5)
            reporting.cancel()
        finally:
            server.kill()
        answers = Counter(graph.texts())
    in_order = sorted(found.seconds)
    return {
        "deliveries": len(in_order),
        "repeated": found.repeated,
        "p50_ms": round(1000 * in_order[len(in_order) // 2], 1),
        "p99_ms": round(1000 * in_order[int(len(in_order) * 0.99)], 1),
        "slowest_ms": round(1000 * in_order[-1], 1),
        "unanswered": len(wanted - set(answers)),
        "answered_twice": sum(count > 1 for count in answers.values()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    arguments = parser.parse_args()
    print(asyncio.run(measure(arguments.rate, arguments.seconds)))


if __name__ == "__main__":
    main()
