"""Processes of a flood: Meta, and a server that can be killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path

import aiohttp

from bot.commands.paths import PROJECT
from bot.commands.processes import free_port
from tests.channels import graph_api as whatsapp

START_SECONDS = 300
LOOK_SECONDS = 0.5


class Process:
    """A Python module that runs as a process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen | None = None

    async def run(self, health: str, *arguments: str, **environment: str) -> None:
        """Start it and wait until it answers at an address."""
        command = [sys.executable, "-m", *arguments]
        settings = {**os.environ, "SQLALCHEMY_SILENCE_UBER_WARNING": "1", **environment}
        self._process = subprocess.Popen(
            command, cwd=PROJECT, env=settings, stdout=subprocess.DEVNULL
        )
        await self._answering(health)

    def kill(self) -> None:
        """At once (signal 9), with all that it started."""
        if self._process:
            for pid in (self._process.pid, *_children(self._process.pid)):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    async def _answering(self, url: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as http:
            while time.monotonic() < deadline and self._process.poll() is None:
                try:
                    async with http.get(url):
                        return
                except (aiohttp.ClientError, asyncio.TimeoutError):
                    await asyncio.sleep(0.2)
        raise RuntimeError(f"nothing answers at {url}")


class MetaServer(Process):
    """`tests.messaging.meta`."""

    def __init__(self) -> None:
        super().__init__()
        self.address = f"http://127.0.0.1:{free_port()}"

    def __enter__(self) -> MetaServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    async def start(self, webhook: str) -> None:
        port = self.address.rpartition(":")[2]
        await self.run(f"{self.address}/taken/texts", "tests.messaging.meta", port, webhook)

    async def taken(self, by: str) -> dict[str, int]:
        """How much was taken by `texts` or by `people`."""
        url = f"{self.address}/taken/{by}"
        async with aiohttp.ClientSession() as http, http.get(url) as reply:
            return await reply.json()

    async def drained(self, by: str, count: int, seconds: float) -> dict[str, int]:
        """What was taken once there are so many different texts or people, or the time is over."""
        deadline = time.monotonic() + seconds
        while len(taken := await self.taken(by)) < count and time.monotonic() < deadline:
            await asyncio.sleep(LOOK_SECONDS)
        return taken


class Killable(Process, ABC):
    """A server with a WhatsApp number on one port and state folder."""

    def __init__(self, meta: MetaServer, state: str) -> None:
        super().__init__()
        self.port = free_port()
        self.webhook = f"http://127.0.0.1:{self.port}{whatsapp.HOOK}"
        names = ("PHONE_NUMBER_ID", "APP_SECRET", "VERIFY_TOKEN", "TOKEN", "API")
        values = (whatsapp.PHONE_ID, whatsapp.SECRET, whatsapp.VERIFY, whatsapp.TOKEN)
        given = zip(names, (*values, f"{meta.address}/v23.0"), strict=True)
        self.settings = {f"TAGHTIA_WHATSAPP_{name}": value for name, value in given}
        self.settings["TAGHTIA_STATE"] = state

    @abstractmethod
    async def start(self) -> None:
        """Start it and wait until it answers."""

    @property
    def health(self) -> str:
        return f"http://127.0.0.1:{self.port}/health"


class EchoServer(Killable):
    """`tests.messaging.echo_server`."""

    async def start(self) -> None:
        port = str(self.port)
        await self.run(self.health, "tests.messaging.echo_server", port, **self.settings)


class AssistantServer(Killable):
    """The whole assistant, as its own command starts it."""

    async def start(self) -> None:
        command = ("bot.commands", "serve", "--port", str(self.port))
        await self.run(self.health, *command, **self.settings)


def _children(parent: int) -> list[int]:
    """Ids of the processes that a process started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            # After the name, which may hold anything: state, parent.
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(status.parent.name))
    return found
