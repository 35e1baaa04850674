"""The hand-over store on SQLite and on a real PostgreSQL, in a database of these tests' own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from handover import Cause, HandoverStore, Speaker, Summary
from handover.migrations import downgrade, upgrade
from handover.queue import Wish
from handover.states import Role
from handover.transcript import Said
from identifiers.keys import MasterKey
from tests.postgresql import new_database

PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def postgresql_url():
    with new_database("handover") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, monkeypatch):
    monkeypatch.setenv("TAGHTIA_KEY", MasterKey.new().encode())
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'handover.db'}"
    else:
        url = request.getfixturevalue("postgresql_url")
    upgrade(url)
    yield url
    downgrade(url, "base")


@pytest.fixture
def store(url):
    store = HandoverStore.open(url)
    yield store
    store.engine.dispose()


def wish(
    conversation="me",
    cause=Cause.ASKED,
    language="fr",
    before=(),
    channel="web",
    on_call=False,
):
    summary = Summary(topics=("ask_contribution",), wishes=("combien ?",))
    return Wish(conversation, channel, language, cause, summary, before, on_call)


def said(text, speaker=Speaker.STUDENT, language="fr"):
    return Said(speaker, text, language)


@dataclass
class Centre:
    """A store with two agents and a supervisor in it; their ids."""

    store: HandoverStore
    salma: int
    omar: int
    chief: int

    def queued(self, conversation="me", **more) -> int:
        return self.store.talks.enqueue(wish(conversation, **more))[0]

    def taken(self, conversation="me", by=None, **more) -> int:
        handover = self.queued(conversation, **more)
        assert self.store.talks.take(handover, by or self.salma)
        return handover

    def put_through(self, conversation="caller", **more) -> int:
        return self.queued(conversation, channel="telephone", on_call=True, **more)

    def state(self, handover: int) -> str:
        return self.store.talks.find(handover).state.value

    def texts(self, handover: int) -> list[str]:
        return [line.response or line.text for line in self.store.transcripts.read(handover)]


@pytest.fixture
def centre(store):
    add = store.accounts.add
    return Centre(
        store,
        add("salma", "Salma", Role.AGENT, PASSWORD),
        add("omar", "Omar", Role.AGENT, PASSWORD),
        add("chief", "Mme Alaoui", Role.SUPERVISOR, PASSWORD),
    )
