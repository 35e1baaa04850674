"""nginx in front of the servers of one machine, with the configuration that `deploy/` has."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from bot.commands.paths import PROJECT
from bot.commands.processes import is_taken

SHARED = PROJECT / "deploy" / "nginx"
START_SECONDS = 10
MISSING = "nginx is not installed: apt-get install nginx-light"

_CONFIGURATION = """\
daemon off;
worker_processes 1;
worker_rlimit_nofile {files};
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log warn;
events {{ worker_connections {connections}; }}
http {{
  {paths}
  include {shared}/proxy.conf;
  access_log {folder}/nginx-access.log taghtia;
  upstream taghtia_rasa {{ least_conn; {rasa} keepalive 64; }}
  upstream taghtia_actions {{ least_conn; {actions} keepalive 64; }}
  server {{
    listen {interface}:{port} backlog=4096;
    include {shared}/locations.conf;
  }}
  server {{
    listen 127.0.0.1:{action_port};
    include {shared}/actions.conf;
  }}
}}
"""
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class NginxFailed(RuntimeError):
    """nginx is missing or refuses its configuration; says why."""


class Nginx:
    """One nginx process.

    Args:
        folder: where its configuration, logs and temporary files lie.
        files: how many open files the process may have.
    """

    def __init__(
        self, folder: Path, interface: str, port: int, action_port: int, files: int
    ) -> None:
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
        if program is None:
            raise NginxFailed(MISSING)
        self.program = program
        self._folder = folder
        self._listening = {"interface": interface, "port": port, "action_port": action_port}
        self._files = files
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None

    def configure(self, rasa: Sequence[int], actions: Sequence[int]) -> None:
        """Send requests to these ports from now on; running requests end where they are.

        Raises:
            NginxFailed: see there.
        """
        # nginx's workers give up root: they need a way to their temporary files.
        paths = [f"{kind}_temp_path {self._folder}/nginx-{kind};" for kind in _TEMPORARY]
        text = _CONFIGURATION.format(
            **self._listening,
            folder=self._folder,
            shared=SHARED,
            paths="\n  ".join(paths),
            files=self._files,
            connections=self._files,
            rasa=_servers(rasa),
            actions=_servers(actions, seconds=1),
        )
        if os.geteuid() == 0:
            text = "user root;\n" + text
        self._file.write_text(text, encoding="utf-8")
        self._check()
        if self._process is not None:
            self._process.send_signal(signal.SIGHUP)

    def start(self) -> None:
        """Run it, and wait until it takes connections.

        Raises:
            NginxFailed: it does not; its log says why.
        """
        self._process = subprocess.Popen(
            [self.program, "-c", str(self._file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS
        while not is_taken(self._port):
            if self.ended() or time.monotonic() > deadline:
                raise NginxFailed(f"nginx did not start: see {self._folder}/nginx-error.log")
            time.sleep(0.05)

    def ended(self) -> bool:
        """Whether it is no longer running."""
        return self._process is not None and self._process.poll() is not None

    def stop(self) -> None:
        """Let running requests end for a moment, then stop."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGQUIT)
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.terminate()
            self._process.wait()

    @property
    def _file(self) -> Path:
        return self._folder / "nginx.conf"

    def _check(self) -> None:
        command = [self.program, "-t", "-q", "-c", str(self._file)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise NginxFailed(f"nginx refuses {self._file}: {done.stderr.strip().splitlines()[0]}")


def _servers(ports: Sequence[int], seconds: int = 2) -> str:
    left_out = f"max_fails=1 fail_timeout={seconds}s"
    return " ".join(f"server 127.0.0.1:{port} {left_out};" for port in ports)
