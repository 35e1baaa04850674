"""A cluster of the tests' own: two Rasa and two action servers, stores that may be stopped."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.commands.running import running_assistant
from eligibility.demo import DEMO_FILE
from identifiers.state import PROJECT
from tests.faults.people import Crowd, Tally, right_answers
from tests.faults.services import Collector, Line, OwnPostgresql, OwnRedis, bin_folder, listens

PLACES = 6
RABBITMQ = 5672
STORES = ("DATABASE", "HANDOVER", "INSIGHTS", "OUTBOX", "TRACKER")


@dataclass
class Cluster:
    """`url` is nginx's; `pid` that of `bin/serve --cluster`."""

    url: str
    state: Path
    pid: int
    postgresql: OwnPostgresql
    redis: OwnRedis
    rabbitmq: Line
    queue: str
    collector: Collector
    right: dict

    def members(self, job: str) -> list[dict]:
        """Port and process of each server of a kind: `rasa` or `actions`."""
        targets = json.loads((self.state / "targets.json").read_text())
        return [
            {"port": int(one["targets"][0].rpartition(":")[2]), "pid": int(one["labels"]["pid"])}
            for one in targets
            if one["labels"]["job"] == f"taghtia-{job}"
        ]

    def kill(self, job: str, number: int = 0) -> int:
        """End one at once (signal 9); its process id."""
        pid = self.members(job)[number]["pid"]
        os.kill(pid, signal.SIGKILL)
        return pid

    def during(self, fault: Callable, places: int = PLACES) -> Tally:
        """What became of people's messages while `fault`, a coroutine function, went on."""
        tally = asyncio.run(Crowd(self.url, self.right).talk(places, fault))
        print(f"\n{fault.__name__}: {tally}")
        return tally


@pytest.fixture(scope="session")
def cluster(tmp_path_factory) -> Iterator[Cluster]:
    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if not (nginx and bin_folder() and shutil.which("redis-server") and shutil.which("setpriv")):
        pytest.skip("needs Debian's nginx-light, postgresql, redis-server and util-linux")
    if not listens(RABBITMQ):
        pytest.skip("no RabbitMQ at 127.0.0.1:5672")
    folder = tmp_path_factory.mktemp("cluster")
    postgresql = OwnPostgresql()
    redis, rabbitmq = OwnRedis(tmp_path_factory.mktemp("redis")), Line(RABBITMQ)
    collector = Collector()
    queue = f"taghtia_faults_{uuid.uuid4().hex[:12]}"
    settings = {
        **{f"TAGHTIA_{store}_URL": postgresql.url for store in STORES},
        "TAGHTIA_VAULT_URL": redis.url,
        "TAGHTIA_REDIS_URL": redis.url,
        "TAGHTIA_EVENT_BROKER_URL": f"amqp://guest:guest@127.0.0.1:{rabbitmq.port}",
        "TAGHTIA_EVENT_QUEUE": queue,
        "TAGHTIA_LOG_FORMAT": "json",
        "TAGHTIA_TRACES_URL": collector.url,
    }
    postgresql.start()
    redis.start()
    rabbitmq.join()
    try:
        with running_assistant(folder, "--cluster", "2", "--actions", "2", **settings) as serving:
            import_people(folder, settings)
            right = asyncio.run(right_answers(serving.url))
            given = (postgresql, redis, rabbitmq, queue, collector, right)
            yield Cluster(serving.url, folder, serving.pid, *given)
    finally:
        collector.stop()
        rabbitmq.cut()
        redis.stop()
        postgresql.stop()
        postgresql.remove()


def import_people(state: Path, settings: dict[str, str]) -> None:
    """The invented people, who are nowhere but in the default store."""
    command = [sys.executable, "-m", "bot.commands", "eligibility", "import", str(DEMO_FILE)]
    environment = {**os.environ, "TAGHTIA_STATE": str(state), **settings}
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL)
