"""The servers of a cluster: started, replaced when they end, exchanged for a new model."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.cluster.nginx import Nginx
from bot.commands.processes import Processes, free_port

# A busy machine takes minutes; a server that fails is noticed at once.
READY_SECONDS = 600
# A member that ends over and over is not started in a circle.
RESTART_SECONDS = 2.0
# nginx's old workers pass on what they had begun.
CHANGEOVER_SECONDS = 2.0
TARGETS = "targets.json"


class DidNotStart(RuntimeError):
    """A member ended, or was not ready in time; its log says why."""

    def __init__(self, name: str, log: Path) -> None:
        super().__init__(f"{name} did not start; the log is in {log}")
        self.log = log


@dataclass
class Member:
    """One server: `module` as Python runs it, on a port of this machine."""

    name: str
    module: str
    port: int
    arguments: tuple[str, ...]
    started: float = 0.0

    @property
    def job(self) -> str:
        """`rasa` or `actions`."""
        return self.name.rpartition("-")[0]


class Members:
    """The servers behind one nginx.

    Args:
        folder: gets `targets.json`, the servers' ports as Prometheus reads them.
        arguments: of every server, such as the level of its log.
    """

    def __init__(
        self, processes: Processes, nginx: Nginx, folder: Path, arguments: tuple[str, ...]
    ) -> None:
        self._processes = processes
        self._nginx = nginx
        self._folder = folder
        self._arguments = arguments
        self._members: list[Member] = []
        self._numbers = {"rasa": 0, "actions": 0}

    def start(self, rasa: int, actions: int, model: Path) -> None:
        """Start so many of each, then nginx.

        Raises:
            DidNotStart: one of them did not.
            NginxFailed: nginx does not run.
        """
        new = [self._action_server() for _ in range(actions)]
        new += [self._rasa_server(model) for _ in range(rasa)]
        for member in new:
            self._run(member)
        for member in new:
            self._wait_for(member)
        self._members = new
        self._tell()
        self._nginx.start()

    def replace_ended(self, now: Callable[[], float] = time.monotonic) -> list[str]:
        """Start again what has ended; returns the names."""
        ended = [
            member
            for member in self._members
            if not self._processes.runs(member.name) and now() - member.started > RESTART_SECONDS
        ]
        for member in ended:
            self._run(member)
        if ended:
            self._write_targets()
        if self._nginx.ended():
            self._nginx.start()
            return [*(member.name for member in ended), "nginx"]
        return [member.name for member in ended]

    def exchange_model(self, model: Path) -> None:
        """A new server for each Rasa server, one after the other; nobody waits meanwhile.

        Raises:
            DidNotStart: a new one did not start; the old ones go on.
        """
        for old in [one for one in self._members if one.job == "rasa"]:
            new = self._rasa_server(model)
            self._run(new)
            self._wait_for(new)
            self._members[self._members.index(old)] = new
            self._tell()
            time.sleep(CHANGEOVER_SECONDS)
            self._processes.stop_one(old.name)

    def _rasa_server(self, model: Path) -> Member:
        return self._member("rasa", "bot.server", "--model", str(model))

    def _action_server(self) -> Member:
        return self._member("actions", "actions.server")

    def _member(self, job: str, module: str, *arguments: str) -> Member:
        self._numbers[job] += 1
        given = (*arguments, *self._arguments)
        return Member(f"{job}-{self._numbers[job]}", module, free_port(), given)

    def _run(self, member: Member) -> None:
        member.started = time.monotonic()
        port = ("--port", str(member.port))
        self._processes.start(member.name, member.module, *port, *member.arguments)

    def _wait_for(self, member: Member) -> None:
        deadline = time.monotonic() + READY_SECONDS
        url = f"http://127.0.0.1:{member.port}/health"
        while time.monotonic() < deadline and self._processes.runs(member.name):
            if self._processes.wait_until_answering(url, 1.0, member.name):
                return
        log = self._processes.log(member.name)
        self._processes.stop_one(member.name)
        raise DidNotStart(member.name, log)

    def _tell(self) -> None:
        self._nginx.configure(self._ports("rasa"), self._ports("actions"))
        self._write_targets()

    def _ports(self, job: str) -> list[int]:
        return [member.port for member in self._members if member.job == job]

    def _write_targets(self) -> None:
        targets = [
            {
                "targets": [f"127.0.0.1:{member.port}"],
                "labels": {
                    "job": f"taghtia-{member.job}",
                    "member": member.name,
                    "pid": str(self._processes.process_id(member.name)),
                },
            }
            for member in self._members
        ]
        draft = self._folder / f"{TARGETS}.new"
        draft.write_text(json.dumps(targets, indent=1) + "\n", encoding="utf-8")
        draft.replace(self._folder / TARGETS)
