"""Web-hook calls that come together are committed together, and each caller hears the truth."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.channels.messaging.delivery import Batch
from bot.channels.messaging.intake import CALLS_AT_ONCE, Intake


class Slow:
    """Commits when it is let go; keeps how many calls each transaction had."""

    def __init__(self):
        self.go_on, self.sizes = threading.Event(), []

    def __call__(self, batches):
        assert self.go_on.wait(10)
        self.sizes.append(len(batches))
        return ["c1"]


def test_calls_share_a_transaction_and_none_is_acknowledged_before_it():
    take, said = Slow(), []

    async def run():
        intake = Intake(take)
        intake.subscribe(said.append)
        calls = [asyncio.create_task(intake.commit(Batch())) for _ in range(CALLS_AT_ONCE + 50)]
        await asyncio.sleep(0)
        assert not any(call.done() for call in calls)
        take.go_on.set()
        await asyncio.gather(*calls)

    asyncio.run(run())
    assert sum(take.sizes) == CALLS_AT_ONCE + 50 and len(take.sizes) <= 3
    assert set(said) == {"c1"}


def test_an_error_reaches_every_caller_and_the_next_call_is_taken():
    outcomes = iter([OSError("full"), []])

    def take(_):
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def run():
        intake = Intake(take)
        with pytest.raises(OSError, match="full"):
            await intake.commit(Batch())
        await intake.commit(Batch())

    asyncio.run(run())


def test_answering_waits_while_calls_wait_but_not_for_ever(monkeypatch):
    take = Slow()
    monkeypatch.setattr("bot.channels.messaging.intake.PATIENCE_SECONDS", 0.05)

    async def run():
        intake = Intake(take)
        await intake.quiet()
        call = asyncio.create_task(intake.commit(Batch()))
        await asyncio.sleep(0)
        await intake.quiet()
        assert not call.done()
        take.go_on.set()
        await call
        await intake.quiet()

    asyncio.run(run())


def test_a_caller_who_goes_away_disturbs_nobody():
    take = Slow()

    async def run():
        intake = Intake(take)
        gone = asyncio.create_task(intake.commit(Batch()))
        other = asyncio.create_task(intake.commit(Batch()))
        await asyncio.sleep(0)
        gone.cancel()
        take.go_on.set()
        await other

    asyncio.run(run())
