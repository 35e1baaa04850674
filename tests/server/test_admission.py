"""Few turns begin at once, in their order; one that waits or fails keeps nobody out."""

from __future__ import annotations

import asyncio

import pytest

from bot import admission
from bot.admission import TURNS_AT_ONCE, few_at_once


@pytest.fixture
def held_for_long(monkeypatch):
    monkeypatch.setattr(admission, "LONGEST_HELD", 60.0)


class Turns:
    """Turns that last until they are let go."""

    def __init__(self):
        self.begun = []
        self.go_on = asyncio.Event()
        self.handle = few_at_once(self._turn)

    async def _turn(self, number):
        self.begun.append(number)
        await self.go_on.wait()
        if number == 0:
            raise ValueError("the first one fails")
        return number


async def settle():
    for _ in range(20):
        await asyncio.sleep(0)


def test_the_others_begin_in_their_order_when_a_place_is_free(held_for_long):
    async def run():
        turns = Turns()
        tasks = [asyncio.create_task(turns.handle(number)) for number in range(10)]
        await settle()
        at_first = list(turns.begun)
        turns.go_on.set()
        return at_first, turns.begun, await asyncio.gather(*tasks, return_exceptions=True)

    at_first, begun, ended = asyncio.run(run())
    assert at_first == list(range(TURNS_AT_ONCE))
    assert begun == list(range(10))
    assert isinstance(ended[0], ValueError) and ended[1:] == list(range(1, 10))


def test_turns_that_wait_long_make_room(monkeypatch):
    monkeypatch.setattr(admission, "LONGEST_HELD", 0.0)

    async def run():
        turns = Turns()
        tasks = [asyncio.create_task(turns.handle(number)) for number in range(1, 10)]
        while len(turns.begun) < 9:
            await asyncio.sleep(0)
        turns.go_on.set()
        return await asyncio.gather(*tasks)

    assert asyncio.run(asyncio.wait_for(run(), 10)) == list(range(1, 10))


def test_whoever_made_room_gives_no_second_place(monkeypatch, held_for_long):
    async def run():
        monkeypatch.setattr(admission, "LONGEST_HELD", 0.0)
        turns = Turns()
        waiting = asyncio.create_task(turns.handle(1))
        while not turns.begun:
            await asyncio.sleep(0)
        await settle()
        monkeypatch.setattr(admission, "LONGEST_HELD", 60.0)
        turns.go_on.set()
        await waiting
        turns.go_on.clear()
        tasks = [asyncio.create_task(turns.handle(number)) for number in range(2, 12)]
        await settle()
        begun = len(turns.begun) - 1
        turns.go_on.set()
        await asyncio.gather(*tasks)
        return begun

    assert asyncio.run(run()) == TURNS_AT_ONCE
