"""Students who talk while something breaks, and what became of their messages.

Each asks again what was not taken in, with the same id, as the chat page does. The answers of a
quiet moment are what everybody should get.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp

# Questions with one answer, and a conversation that needs to be remembered from turn to turn.
QUESTIONS = (
    "combien coûte l'AMO ?",
    "كيفاش نتسجل فالتغطية الصحية؟",
    "wach khassni njedded kol 3am ?",
)
TRACKING = ("je veux suivre ma demande", "ZZ100001", "Z100000001", "5/3/2005")
SCRIPTS: tuple[tuple[str, ...], ...] = (QUESTIONS, TRACKING)
PATIENCE_SECONDS = 60
AGAIN_SECONDS = 0.3

Answers = tuple[str, ...]


@dataclass
class Tally:
    """Messages, and what went wrong with them; `seconds` to each one's answer."""

    said: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[tuple[str, Answers]] = field(default_factory=list)
    repeated: int = 0
    seconds: list[float] = field(default_factory=list)

    def faults(self) -> tuple[list, list, list]:
        """Answers lost, doubled and wrong: none is allowed."""
        return self.lost, self.doubled, self.wrong

    def slowest(self) -> float:
        return max(self.seconds, default=0.0)

    def __str__(self) -> str:
        counts = f"{len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.wrong)} wrong"
        slowest = f"slowest {self.slowest():.1f} s"
        return f"{self.said} messages: {counts}; {self.repeated} sent again, {slowest}"


class Student:
    """One conversation of the web chat."""

    def __init__(self, http: aiohttp.ClientSession, server: str, tally: Tally) -> None:
        self._http = http
        self._url = f"{server.rstrip('/')}/webhooks/web"
        self._tally = tally
        self._token = ""

    async def begin(self) -> None:
        begun = await self._ask("POST", "/conversations", json={"language": "fr"})
        self._token = begun["token"]

    async def say(self, text: str) -> Answers | None:
        """The texts of all answers; None: there was none in time."""
        began = time.monotonic()
        message = {"id": str(uuid.uuid4()), "text": text}
        self._tally.said += 1
        taken = await self._ask("POST", "/messages", json=message)
        while time.monotonic() - began < PATIENCE_SECONDS:
            found = await self._ask("GET", f"/messages?after={taken['number']}&wait=5")
            said = [one for one in found["messages"] if one["from"] != "student"]
            if said and not found["typing"]:
                self._tally.seconds.append(time.monotonic() - began)
                return tuple(one["text"] for one in said)
        return None

    async def everything(self) -> list[dict]:
        """The whole conversation."""
        return (await self._ask("GET", "/messages?after=0"))["messages"]

    async def _ask(self, method: str, path: str, **options) -> dict:
        deadline = time.monotonic() + PATIENCE_SECONDS
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        while True:
            try:
                async with self._http.request(
                    method, self._url + path, headers=headers, **options
                ) as answer:
                    if answer.status < 300:
                        return await answer.json()
                    assert answer.status in (429, 502, 503, 504), await answer.text()
            except (aiohttp.ClientError, asyncio.TimeoutError):
                pass
            assert time.monotonic() < deadline, f"{method} {path} is not answered"
            self._tally.repeated += 1
            await asyncio.sleep(AGAIN_SECONDS)


async def talk(http, server: str, script: Sequence[str], tally: Tally) -> list[Answers]:
    """Say a script; the answers to each of its messages, () where there was none."""
    student = Student(http, server, tally)
    await student.begin()
    given = []
    for text in script:
        answers = await student.say(text)
        if answers is None:
            tally.lost.append(text)
        given.append(answers or ())
    # What came late, and after the next question, is seen here.
    answers = [one["text"] for one in await student.everything() if one["from"] != "student"]
    if len(answers) > sum(map(len, given)):
        tally.doubled.append(" | ".join(script))
    return given


class Crowd:
    """People who talk one after the other in each of several places, until they are stopped."""

    def __init__(self, server: str, right: dict[Sequence[str], list[Answers]]) -> None:
        self._server = server
        self._right = right
        self.tally = Tally()
        self._going = True

    async def talk(self, places: int, fault) -> Tally:
        """Let them talk, meanwhile do what `fault` does, and let them end."""
        timeout = aiohttp.ClientTimeout(total=30)
        async with aiohttp.ClientSession(timeout=timeout) as http:
            people = [asyncio.create_task(self._place(http, n)) for n in range(places)]
            await asyncio.sleep(1.0)
            await fault()
            await asyncio.sleep(2.0)
            self._going = False
            await asyncio.gather(*people)
        return self.tally

    async def _place(self, http: aiohttp.ClientSession, number: int) -> None:
        while self._going:
            script = SCRIPTS[number % len(SCRIPTS)]
            number += 1
            given = await talk(http, self._server, script, self.tally)
            for text, answers, right in zip(script, given, self._right[script], strict=True):
                if answers and answers != right:
                    self.tally.wrong.append((text, answers))


async def right_answers(server: str) -> dict[Sequence[str], list[Answers]]:
    """What a quiet server answers to each script."""
    async with aiohttp.ClientSession() as http:
        tally = Tally()
        found = {script: await talk(http, server, script, tally) for script in SCRIPTS}
    assert tally.faults() == ([], [], []), tally
    return found
