"""An assistant started with its own command, for whatever drives it from outside."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.commands.paths import PROJECT
from bot.commands.processes import free_port

STOP_SECONDS = 30


class DidNotStart(RuntimeError):
    """The assistant ended before it was ready; its own words are on standard error."""


@dataclass(frozen=True)
class RunningAssistant:
    """Address, folder of all that it writes, process id, and the seconds it took to be ready."""

    url: str
    state: Path
    pid: int
    seconds: float


@contextmanager
def running_assistant(state: Path, *options: str, **settings: str) -> Iterator[RunningAssistant]:
    """Start an assistant on a free port with its state in `state`; stop it afterwards.

    Args:
        options: of the command.
        settings: environment variables beside this process's own.

    Raises:
        DidNotStart: it ended before it was ready.
    """
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.commands", "serve", "--port", str(port), *options],
        cwd=PROJECT,
        env={**os.environ, "TAGHTIA_STATE": str(state), **settings},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_until_ready(process)
        seconds = time.perf_counter() - began
        yield RunningAssistant(f"http://127.0.0.1:{port}/", state, process.pid, seconds)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _wait_until_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Taghtia is ready"):
            return
    raise DidNotStart("the assistant did not start; the lines above say why")
