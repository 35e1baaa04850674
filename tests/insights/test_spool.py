"""What is on its way is neither lost nor doubled, whoever is killed."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy.exc import SQLAlchemyError

from bot.events.spooling import SpoolEventBroker
from identifiers.state import PROJECT
from insights.consuming import Consuming, drain
from insights.spool import Spool, lines_of
from tests.insights.conftest import answered, counts, moment, said

WRITER = """
import sys
from pathlib import Path
from insights.spool import Spool
spool, name = Spool(Path(sys.argv[1])), sys.argv[2]
for n in range(int(sys.argv[3])):
    spool.append(f"{name} {n}".encode())
print("written", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def spool(tmp_path):
    return Spool(tmp_path / "events")


def taken(spool):
    lines = []
    for file in spool.take():
        lines += lines_of(file)
        spool.done(file)
    return lines


def test_writers_and_a_taker_at_once_lose_and_double_nothing(spool, tmp_path):
    arguments = [sys.executable, "-c", WRITER, str(tmp_path / "events")]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "env": environment}
    writers = [subprocess.Popen([*arguments, name, "1000"], cwd=PROJECT, **pipes) for name in "abc"]
    lines = []
    while any(not os.path.exists(f"/proc/{w.pid}") or w.poll() is None for w in writers):
        lines += taken(spool)
        if len(lines) >= 3000:
            break
    for writer in writers:
        assert writer.stdout.readline() == b"written\n"
        # Killed with no chance to tidy up.
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
    lines += taken(spool)
    assert sorted(lines) == sorted(f"{name} {n}".encode() for name in "abc" for n in range(1000))
    for name in "abc":
        own = [line for line in lines if line.startswith(name.encode())]
        assert own == [f"{name} {n}".encode() for n in range(1000)]


def test_a_consumer_that_dies_between_keeping_and_deleting_doubles_nothing(
    spool, sqlite_store, monkeypatch
):
    for n in range(5):
        spool.append(said("me", moment(n)))
    with monkeypatch.context() as killed:

        def die(self, file):
            raise KeyboardInterrupt

        killed.setattr(Spool, "done", die)
        with pytest.raises(KeyboardInterrupt):
            drain(spool, sqlite_store)
    spool.append(answered("me", moment(5)))
    assert counts(sqlite_store) == (1, 5, 0)
    assert drain(spool, sqlite_store) == 1
    assert counts(sqlite_store) == (1, 5, 1)
    assert list(spool.take()) == []


def test_a_command_and_the_server_that_drain_at_once_do_not_disturb_each_other(spool, sqlite_store):
    for n in range(300):
        spool.append(said(f"person {n}", moment()))
        if n % 100 == 50:
            os.rename(spool._waiting, spool._folder / f"taken-{n:020}.jsonl")
    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(lambda _: drain(spool, sqlite_store), range(4)))
    assert sorted(new) == [0, 0, 0, 300]
    assert counts(sqlite_store) == (300, 300, 0)


def test_while_the_store_is_down_events_wait(spool, sqlite_store, monkeypatch, caplog):
    spool.append(said("me", moment(), "secret words"))
    consuming = Consuming(spool, sqlite_store)

    def down(bodies):
        raise SQLAlchemyError("secret words")

    with monkeypatch.context() as broken:
        broken.setattr(type(sqlite_store.taking_in), "take", lambda self, bodies: down(bodies))
        consuming.go_round()
    assert "SQLAlchemyError" in caplog.text and "secret" not in caplog.text
    consuming.go_round()
    assert counts(sqlite_store) == (1, 1, 0)


def test_a_running_consumer_takes_the_rest_in_when_it_is_stopped(spool, sqlite_store):
    consuming = Consuming(spool, sqlite_store, seconds=60.0)
    consuming.start()
    spool.append(said("me", moment()))
    consuming.stop()
    assert counts(sqlite_store) == (1, 1, 0)


def test_a_line_cut_short_by_a_power_cut_is_left_out(spool, tmp_path):
    spool.append(b"whole")
    with (tmp_path / "events" / "waiting.jsonl").open("ab") as file:
        file.write(b"ha")
    assert taken(spool) == [b"whole"]


def test_a_full_disk_costs_an_event_and_not_the_turn(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("TAGHTIA_STATE", str(tmp_path))
    broker = asyncio.run(SpoolEventBroker.from_endpoint_config(EndpointConfig(type="x")))
    broker.publish({"event": "user", "text": "وصلت \ud800 ¿"})
    assert len(taken(Spool.from_environment())) == 1
    (tmp_path / "events").rmdir()
    (tmp_path / "events").write_text("a file where the folder should be")
    broker.publish({"event": "user", "text": "secret words"})
    assert "an event is missing" in caplog.text and "secret" not in caplog.text
