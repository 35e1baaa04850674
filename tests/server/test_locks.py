"""One turn at a time in a conversation, whichever server has it; without Redis nobody waits."""

from __future__ import annotations

import asyncio
import time
import uuid

import pytest
import redis
from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from bot import locks
from bot.commands.processes import free_port
from bot.gate.limits import SharedRateLimit
from bot.locks import LEASE_SECONDS

REDIS = "redis://127.0.0.1:6379/0"


@pytest.fixture
def conversation():
    try:
        redis.Redis.from_url(REDIS, socket_connect_timeout=1).ping()
    except redis.RedisError:
        pytest.skip("no Redis at 127.0.0.1:6379")
    return uuid.uuid4().hex


def server(url=REDIS):
    """A server's lock store, as Rasa makes it."""
    return LockStore.create(EndpointConfig(url, type="bot.locks.SharedLockStore"))


def test_turns_of_a_conversation_never_overlap_on_two_servers(conversation):
    inside, most, done = 0, 0, 0

    async def turn(store):
        nonlocal inside, most, done
        async with store.lock(conversation):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.005)
            inside -= 1
            done += 1

    async def crowd():
        here, there = server(), server()
        await asyncio.gather(*(turn(one) for one in (here, there) * 10))

    asyncio.run(crowd())
    assert (most, done) == (1, 20)


def test_turns_on_one_server_keep_their_order_and_leave_nothing_behind(conversation):
    order = []

    async def crowd():
        store = server()

        async def turn(number):
            async with store.lock(conversation):
                order.append(number)

        await asyncio.gather(*(turn(number) for number in range(10)))
        return store

    store = asyncio.run(crowd())
    assert order == list(range(10)) and store._here == {}
    assert redis.Redis.from_url(REDIS).keys(f"*{conversation}*") == []


def test_another_server_that_never_lets_go_is_waited_for_so_long_and_no_longer(conversation):
    async def wait():
        elsewhere = server().lock(conversation, lock_lifetime=0.2)
        async with server().lock(conversation), elsewhere:
            pass

    with pytest.raises(LockError):
        asyncio.run(wait())


def test_the_lock_of_a_server_that_died_runs_out_long_before_a_turn_may_take(conversation):
    async def wait():
        await server()._take(conversation, 60.0)
        began = time.monotonic()
        async with server().lock(conversation):
            return time.monotonic() - began

    assert asyncio.run(wait()) < 2 * LEASE_SECONDS


def test_a_turn_that_takes_longer_than_the_lease_is_not_interrupted(conversation, monkeypatch):
    monkeypatch.setattr(locks, "LEASE_SECONDS", 0.3)
    order = []

    async def turn(store, name, seconds):
        async with store.lock(conversation):
            await asyncio.sleep(seconds)
            order.append(name)

    async def both():
        first = asyncio.create_task(turn(server(), "first", 1.2))
        await asyncio.sleep(0.1)
        await asyncio.gather(first, turn(server(), "second", 0.0))

    asyncio.run(both())
    assert order == ["first", "second"]


def test_without_redis_a_turn_goes_on(caplog):
    async def turn():
        async with server(f"redis://127.0.0.1:{free_port()}/0").lock("c"):
            return True

    assert asyncio.run(turn())
    assert "Redis locks nothing" in caplog.text


def test_what_one_server_let_in_counts_on_the_others(conversation):
    async def send():
        here, there = (SharedRateLimit(REDIS, messages=4, seconds=3600.0) for _ in range(2))
        return [await one.admits(conversation) for one in (here, there, here, there, here, there)]

    assert asyncio.run(send()) == [True] * 4 + [False] * 2


def test_without_redis_each_server_counts_its_own():
    async def send():
        limit = SharedRateLimit(f"redis://127.0.0.1:{free_port()}/0", messages=2)
        return [await limit.admits("c") for _ in range(3)]

    assert asyncio.run(send()) == [True, True, False]
