"""An assistant that logs and publishes all it can, after everything was said to it."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.commands.running import running_assistant
from identifiers.state import PROJECT
from tests.channels.platforms import Platforms, platforms
from tests.leaks.doors import DOORS
from tests.leaks.evidence import broker_answers, events, files, tables
from tests.leaks.malformed import malformed, send, send_and_leave
from tests.leaks.messenger_doors import MessengerDoor
from tests.leaks.people import BIRTH_DATE, CIN, IDENTIFIERS, MASSAR_CODE
from tests.postgresql import new_database
from tests.telephone.caller import SETTINGS as TELEPHONE

STORES = (
    "TAGHTIA_TRACKER_URL",
    "TAGHTIA_DATABASE_URL",
    "TAGHTIA_VAULT_URL",
    "TAGHTIA_OUTBOX_URL",
    "TAGHTIA_INSIGHTS_URL",
)


# What a messenger brings takes one way from its door on, whatever the stores are.
DOORS_BY_STORES = {"sqlite": tuple(DOORS), "postgresql": ("web", "whatsapp")}


@dataclass
class Stores:
    """Settings that say where they are, and the channels that are tried with them."""

    settings: dict[str, str]
    doors: tuple[str, ...]


@dataclass
class Said:
    """What was answered, and all bytes that are left, by the place where they are."""

    answers: list[str] = field(default_factory=list)
    errors: list[bytes] = field(default_factory=list)
    places: dict[str, bytes] = field(default_factory=dict)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def stores(request) -> Iterator[Stores]:
    """Every store in a database of the tests' own."""
    doors = DOORS_BY_STORES[request.param]
    if request.param == "sqlite":
        yield Stores({}, doors)
        return
    with new_database("leaks") as url:
        yield Stores(dict.fromkeys(STORES, url), doors)


@pytest.fixture(scope="session")
def servers() -> Iterator[Platforms]:
    """The messengers' own servers, to which the doors listen."""
    with platforms() as servers:
        MessengerDoor.servers = servers
        yield servers


@pytest.fixture(scope="session")
def said(stores, servers, tmp_path_factory) -> Said:
    """Every writing by every channel, every malformed request; then all that was left of them."""
    if not broker_answers():
        pytest.skip("no RabbitMQ at 127.0.0.1:5672 for guest")
    state, queue = tmp_path_factory.mktemp("state"), f"taghtia_leaks_{uuid.uuid4().hex[:12]}"
    settings = {
        **stores.settings,
        **servers.settings(),
        **TELEPHONE,
        "TAGHTIA_LOG_LEVEL": "DEBUG",
        "TAGHTIA_EVENT_BROKER_URL": "amqp://guest:guest@127.0.0.1:5672",
        "TAGHTIA_EVENT_QUEUE": queue,
    }
    everything = Said()
    with running_assistant(state, **settings) as assistant:
        _import_the_person(tmp_path_factory.mktemp("delivery"), state, settings)
        for name in stores.doors:
            everything.answers += _talk(DOORS[name], assistant.url)
        everything.errors = [send(assistant.url, request) for request in malformed()]
        for identifier in IDENTIFIERS:
            send_and_leave(assistant.url, f"{identifier.writings[0]} {identifier.writings[1]}")
    everything.places = files(state)
    everything.places["queue"] = b"\n".join(events(queue))
    if stores.settings:
        everything.places |= tables(stores.settings["TAGHTIA_TRACKER_URL"])
    return everything


def _talk(door, url: str) -> list[str]:
    """Each identifier in each writing, in the tracking and outside; and a look-up that succeeds."""
    answers = []
    for identifier in IDENTIFIERS:
        talk = door(url)
        for n, writing in enumerate(identifier.writings):
            before = ["je veux suivre ma demande"] if n % 4 == 0 else []
            for message in (*before, writing if n % 2 else f"bonjour, voici : {writing}"):
                answers.append("\n".join(talk.say(message)))
    three = " ".join(one.writings[0] for one in (CIN, MASSAR_CODE, BIRTH_DATE))
    answers.append("\n".join(door(url).say(f"où en est ma demande ? {three}")))
    return answers


def _import_the_person(folder: Path, state: Path, settings: dict[str, str]) -> None:
    file = folder / "delivery.csv"
    file.write_text(
        "cin,massar_code,birth_date,university,academic_year,status,email,updated_at\n"
        f"{CIN.plain},{MASSAR_CODE.plain},2003-09-17,UM5,2026-2027,accepted,"
        "salma.benjelloun@gmail.com,2026-11-01\n"
    )
    command = [sys.executable, "-m", "bot.commands", "eligibility", "import", str(file)]
    environment = {**os.environ, "TAGHTIA_STATE": str(state), **settings}
    subprocess.run(command, cwd=PROJECT, env=environment, check=True)
