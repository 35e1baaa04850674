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
        return next((name for name in self._running if not self.runs(name)), None)

    def _alive(self, name: str | None) -> bool:
        return self.runs(name) if name else self.ended() is None

    def runs(self, name: str) -> bool:
        """Whether a process was started and has not ended."""
        process = self._running.get(name)
        return process is not None and process.poll() is None

    def process_id(self, name: str) -> int:
        """Of a process that was started."""
        return self._running[name].pid

    def wait_until_answering(self, url: str, seconds: float, name: str | None = None) -> bool:
        """Whether `url` answers 200 within `seconds`, all processes alive, or the one of a name."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._alive(name):
            if _answers(url):
                return True
            time.sleep(POLL_SECONDS)
        return False

    def stop_one(self, name: str) -> None:
        """End one process, if it runs, and forget it."""
        process = self._running.pop(name, None)
        if process is not None:
            process.terminate()
            _wait(process)

    def stop(self) -> None:
        """End every process: asked first, then made to."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            _wait(process)
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


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code == 200
    except requests.RequestException:
        return False
