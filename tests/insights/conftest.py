"""The analytics store on SQLite and on a real PostgreSQL, and events as Rasa publishes them."""

from __future__ import annotations

import itertools
import json
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from identifiers.keys import MasterKey
from insights import InsightsStore
from insights.migrations import downgrade, upgrade
from insights.tables import conversations, messages, steps
from tests.postgresql import new_database

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgresql_url():
    with new_database("insights") as url:
        yield url


@pytest.fixture
def key(monkeypatch):
    monkeypatch.setenv("TAGHTIA_KEY", MasterKey.new().encode())


@pytest.fixture
def sqlite_store(key, tmp_path):
    url = f"sqlite:///{tmp_path / 'insights.db'}"
    upgrade(url)
    store = InsightsStore.open(url)
    yield store
    store.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, key, tmp_path):
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_store")
        return
    url = request.getfixturevalue("postgresql_url")
    upgrade(url)
    store = InsightsStore.open(url)
    yield store
    store.engine.dispose()
    downgrade(url, "base")


def moment(minutes: float = 0.0) -> float:
    """Seconds since 1970: so many minutes after two hours ago."""
    begun = datetime.now(timezone.utc) - timedelta(hours=2)
    return (begun + timedelta(minutes=minutes)).timestamp()


def body(kind: str, sender: str, at: float, **fields) -> bytes:
    """An event as Rasa's brokers publish it."""
    return json.dumps({"sender_id": sender, "event": kind, "timestamp": at, **fields}).encode()


def said(sender, at, text="combien ça coûte ?", intent="ask_contribution", **fields) -> bytes:
    """A message; `entities` as (entity, value) pairs."""
    entities = [{"entity": e, "value": v} for e, v in fields.pop("entities", ())]
    confidence = fields.pop("confidence", 0.9)
    return body(
        "user",
        sender,
        at,
        text=text,
        message_id=fields.pop("message_id", f"m{next(_NUMBERS)}"),
        input_channel=fields.pop("channel", "web"),
        metadata={"received_at": at - 0.05},
        parse_data={
            "intent": {"name": intent, "confidence": confidence},
            "intent_ranking": [
                {"name": intent, "confidence": confidence},
                {"name": "ask_renewal", "confidence": 0.05},
            ],
            "entities": entities,
            "variety": fields.pop("variety", "fr"),
        },
    )


def answered(sender, at, response="utter_ask_contribution", wording=None) -> bytes:
    shown = {"wording": wording} if wording else {}
    return body("bot", sender, at, metadata={"utter_action": response, "metadata": shown})


def rows(store, table, *columns):
    """All of a table, in the order of time."""
    order = table.c.started_at if table is conversations else table.c.at
    with store.engine.connect() as connection:
        found = connection.execute(select(table).order_by(order)).all()
    if not columns:
        return found
    return [tuple(row[name] for name in columns) for row in found]


def counts(store) -> tuple[int, int, int]:
    """Conversations, messages and steps."""
    return tuple(len(rows(store, table)) for table in (conversations, messages, steps))
