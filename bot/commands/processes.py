"""Child processes of the serve command: started, waited for, stopped together."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import requests

POLL_SECONDS = 0.2
STOP_SECONDS = 10


class Processes:
    """A group of Python modules run as processes, each with its own log file."""

    def __init__(self, logs: Path, environment: Mapping[str, str], directory: Path) -> None:
        self._logs = logs
        self._environment = dict(environment)
        self._directory = directory
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._files: list[IO[bytes]] = []

    def start(self, name: str, module: str, *arguments: str) -> None:
        """Run `python -m module arguments`; its output goes to `NAME.log`."""
        log = self.log(name).open("ab")
        self._files.append(log)
        self._running[name] = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=self._directory,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Ctrl-C reaches this command only, which stops its children in order.
            start_new_session=True,
        )

    def log(self, name: str) -> Path:
        """Where a process's output goes."""
        return self._logs / f"{name}.log"

    def ended(self) -> str | None:
        """The name of a process that is no longer running, if any."""
        return next((n for n, p in self._running.items() if p.poll() is not None), None)

    def wait_until_answering(self, url: str, seconds: float) -> bool:
        """Whether `url` answers 200 within `seconds`, all processes alive."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.ended() is None:
            if _answers(url):
                return True
            time.sleep(POLL_SECONDS)
        return False

    def stop(self) -> None:
        """End every process: asked first, then made to."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        for file in self._files:
            file.close()


def free_port() -> int:
    """A TCP port on this machine that nothing uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether something listens on the port already."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code == 200
    except requests.RequestException:
        return False
