"""PostgreSQL and Redis of the tests' own, which may be restarted, and a line that may be cut."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psycopg2
import redis
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from bot.commands.processes import free_port

SECONDS = 30


class Service:
    """A program that is started, stopped and started again on one port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """Run it and wait until it answers."""
        log = (self.folder / "log").open("ab")
        self._process = subprocess.Popen(self.command(), stdout=log, stderr=log, cwd=self.folder)
        deadline = time.monotonic() + SECONDS
        while not self.answers():
            assert self._process.poll() is None and time.monotonic() < deadline, self.command()
            time.sleep(0.05)

    def stop(self) -> None:
        """As its own operators do."""
        self._process.send_signal(self.stop_signal)
        self._process.wait(SECONDS)

    def command(self) -> Sequence[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    stop_signal = 15


class OwnPostgresql(Service):
    """An empty server; talks to anybody on this machine."""

    # Fast: connections are cut, transactions rolled back.
    stop_signal = 2

    def __init__(self) -> None:
        # Not among pytest's folders, into which only their owner may look.
        super().__init__(Path(tempfile.mkdtemp(prefix="taghtia-postgresql-")))
        shutil.chown(self.folder, "postgres")
        options = ("--auth=trust", "--encoding=UTF8", "--no-sync")
        command = [
            *self._as_postgres(),
            f"{bin_folder()}/initdb",
            *options,
            str(self.folder / "data"),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def remove(self) -> None:
        """Delete all that it held."""
        shutil.rmtree(self.folder)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def command(self) -> Sequence[str]:
        settings = ("-c", "max_connections=300", "-c", f"unix_socket_directories={self.folder}")
        server = (f"{bin_folder()}/postgres", "-D", str(self.folder / "data"))
        return [*self._as_postgres(), *server, "-p", str(self.port), *settings]

    def answers(self) -> bool:
        with suppress(psycopg2.OperationalError):
            psycopg2.connect(self.url).close()
            return True
        return False

    @staticmethod
    def _as_postgres() -> Sequence[str]:
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]


class OwnRedis(Service):
    """Keeps what it has on disk, as `deploy/` says."""

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> Sequence[str]:
        kept = ("--appendonly", "yes", "--appendfsync", "everysec", "--dir", str(self.folder))
        return ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", *kept]

    def answers(self) -> bool:
        with suppress(redis.RedisError):
            return bool(redis.Redis.from_url(self.url).ping())
        return False


class Collector:
    """Takes OpenTelemetry traces, as they come over OTLP/HTTP."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []
        self._server = HTTPServer()
        self._server.expect_request("/v1/traces").respond_with_handler(self._take)
        self._server.start()

    @property
    def url(self) -> str:
        return self._server.url_for("/v1/traces")

    def names_of(self, correlation: str) -> set[str]:
        """What was done for a message: the names of its spans."""
        exports = (ExportTraceServiceRequest.FromString(body) for body in list(self._bodies))
        return {
            span.name
            for export in exports
            for resource in export.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
            if any(one.value.string_value == correlation for one in span.attributes)
        }

    def stop(self) -> None:
        self._server.stop()

    def _take(self, request: Request) -> Response:
        self._bodies.append(request.data)
        return Response(status=200)


class Line:
    """A TCP line to a port, which can be cut: then nobody answers, and what is open ends."""

    def __init__(self, target: int) -> None:
        self.port = free_port()
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.AbstractServer | None = None
        self._open: set[asyncio.StreamWriter] = set()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def join(self) -> None:
        """Let it be used, again."""
        self._do(self._listen())

    def cut(self) -> None:
        """End everything."""
        self._do(self._end())

    def _do(self, what) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(SECONDS)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", self.port)

    async def _end(self) -> None:
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    async def _pass_on(self, reader, writer) -> None:
        to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self._target)
        self._open |= {writer, to_writer}
        await asyncio.gather(_copy(reader, to_writer), _copy(to_reader, writer))
        self._open -= {writer, to_writer}


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


def bin_folder() -> Path | None:
    """Where Debian keeps PostgreSQL's programs; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def listens(port: int) -> bool:
    """Whether somebody answers on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
