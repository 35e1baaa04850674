"""The bot that `rasa init` makes, with Rasa's default pipeline, as the yardstick of a turn."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.commands.processes import Processes, free_port

READY_SECONDS = 300
# Its rules always answer these; what its stories answer depends on what was said before.
_ALWAYS_ANSWERED = frozenset({"goodbye", "bot_challenge"})
_TRACKERS = "tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: trackers.db\n"


class DefaultBotFailed(RuntimeError):
    """It was not made or did not start; names the log."""


@dataclass(frozen=True)
class DefaultBot:
    """Address, process id, seconds of training and until it was ready, messages it answers."""

    url: str
    pid: int
    training_seconds: float
    ready_seconds: float
    messages: tuple[str, ...]

    def said(self, count: int) -> list[str]:
        """So many messages, again and again the same ones."""
        return list(itertools.islice(itertools.cycle(self.messages), count))


@contextmanager
def default_bot(folder: Path) -> Iterator[DefaultBot]:
    """Make, train and run it in an empty folder, its conversations in SQLite; stop it afterwards.

    Raises:
        DefaultBotFailed: see there.
    """
    project = folder / "default"
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    began = time.perf_counter()
    _make(project, folder / "init.log", environment)
    trained = time.perf_counter()
    (project / "endpoints.yml").write_text(_TRACKERS)
    port, processes = free_port(), Processes(folder, environment, project)
    try:
        processes.start("rasa", "rasa", "run", "--port", str(port), "--interface", "127.0.0.1")
        if not processes.wait_until_answering(f"http://127.0.0.1:{port}/", READY_SECONDS):
            raise DefaultBotFailed(f"Rasa's default bot did not start: see {processes.log('rasa')}")
        ready = time.perf_counter()
        yield DefaultBot(
            f"http://127.0.0.1:{port}/webhooks/rest/webhook",
            processes.process_id("rasa"),
            trained - began,
            ready - trained,
            _messages(project / "data" / "nlu.yml"),
        )
    finally:
        processes.stop()


def _make(project: Path, log: Path, environment: dict[str, str]) -> None:
    project.mkdir()
    command = [sys.executable, "-m", "rasa", "init", "--no-prompt", "--init-dir", str(project)]
    with log.open("wb") as output:
        done = subprocess.run(
            command, env=environment, cwd=project, stdout=output, stderr=subprocess.STDOUT
        )
    if done.returncode or not list(project.glob("models/*.tar.gz")):
        raise DefaultBotFailed(f"`rasa init` failed: see {log}")


def _messages(nlu: Path) -> tuple[str, ...]:
    blocks = yaml.safe_load(nlu.read_text("utf-8"))["nlu"]
    lines = (one["examples"].splitlines() for one in blocks if one["intent"] in _ALWAYS_ANSWERED)
    return tuple(line.removeprefix("- ") for block in lines for line in block)
