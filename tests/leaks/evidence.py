"""All bytes that an assistant leaves: files, tables, queued events."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import aio_pika
from sqlalchemy import create_engine, inspect, text

BROKER = "amqp://guest:guest@127.0.0.1:5672/"


def files(state: Path) -> dict[str, bytes]:
    """Every file of the state folder, and every SQLite table once more as text."""
    found = {}
    for path in sorted(state.rglob("*")):
        if path.is_file():
            found[f"file {path.name}"] = path.read_bytes()
        if path.suffix == ".db":
            found[f"tables of {path.name}"] = "\n".join(sqlite3.connect(path).iterdump()).encode()
    return found


def tables(url: str) -> dict[str, bytes]:
    """Every row of every table of a database."""
    engine = create_engine(url, future=True)
    with engine.connect() as connection:
        found = {
            f"table {name}": repr(
                connection.execute(text(f'SELECT * FROM "{name}"')).all()
            ).encode()
            for name in inspect(engine).get_table_names()
        }
    engine.dispose()
    return found


def events(queue: str) -> list[bytes]:
    """What waits in a RabbitMQ queue; the queue and its exchange are deleted."""

    async def take() -> list[bytes]:
        connection = await aio_pika.connect_robust(BROKER)
        async with connection, connection.channel() as channel:
            waiting = await channel.get_queue(queue)
            bodies = []
            while (message := await waiting.get(fail=False, no_ack=True)) is not None:
                bodies.append(message.body)
            await waiting.delete()
            await channel.queue_delete(f"{queue}_insights", if_unused=False, if_empty=False)
            await channel.exchange_delete(queue)
        return bodies

    return asyncio.run(take())


def broker_answers() -> bool:
    """Whether RabbitMQ runs where the tests expect it."""

    async def connect() -> None:
        await (await aio_pika.connect(BROKER, timeout=5)).close()

    try:
        asyncio.run(connect())
    except OSError:
        return False
    return True
