"""Events on their way into the store: lines of a file, which a killed server does not lose.

Servers of one machine append to one file, each event in one write, which takes microseconds and
waits for nobody. The consumer takes the file away, and deletes it once all of it is kept.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from identifiers.state import state_directory

# Some five hundred thousand turns: beyond it the consumer is dead, and nobody reads its log.
MOST_BYTES = 1 << 30
_WAITING = "waiting.jsonl"
_TAKEN = "taken-*.jsonl"
_TURN = "turn.lock"


class SpoolFull(OSError):
    """The consumer has not taken anything for very long."""


class Spool:
    """A folder with the file that is appended to, and those that are being taken in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting = folder / _WAITING

    @classmethod
    def from_environment(cls) -> Spool:
        """The folder `events` among the state files."""
        return cls(state_directory() / "events")

    def append(self, body: bytes) -> None:
        """Keep one event, which has no line break; several processes may do so at once.

        Raises:
            OSError: the disk is full, or the folder cannot be written to.
            SpoolFull: nothing has been taken in for very long.
        """
        with self._opened() as file:
            if os.fstat(file).st_size > MOST_BYTES:
                raise SpoolFull(f"{self._waiting} is larger than {MOST_BYTES} bytes")
            os.write(file, body + b"\n")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else takes files meanwhile: a command waits for the running server's round."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / _TURN).open("wb") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    def take(self) -> Iterator[Path]:
        """Files whose events are to be taken in, oldest first; `done` deletes each.

        To be called while `held`.
        """
        yield from sorted(self._folder.glob(_TAKEN))
        taken = self._folder / f"taken-{time.time_ns():020}.jsonl"
        try:
            os.rename(self._waiting, taken)
        except FileNotFoundError:
            return
        # Who opened it before it was renamed may still write to it.
        with taken.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield taken

    def first(self) -> bytes | None:
        """The oldest event that is not taken in; None: nothing waits."""
        for file in (*sorted(self._folder.glob(_TAKEN)), self._waiting):
            try:
                return next(lines_of(file))
            except (FileNotFoundError, StopIteration):
                continue
        return None

    def size(self) -> int:
        """Bytes that wait to be taken in."""
        files = (*self._folder.glob(_TAKEN), self._waiting)
        return sum(file.stat().st_size for file in files if file.exists())

    def done(self, taken: Path) -> None:
        """All of a file's events are kept."""
        taken.unlink()

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """The file to append to, not one that the consumer took in this moment."""
        while True:
            file = self._open()
            try:
                fcntl.flock(file, fcntl.LOCK_SH)
                if self._is_waiting(file):
                    yield file
                    return
            finally:
                os.close(file)

    def _open(self) -> int:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        try:
            return os.open(self._waiting, flags, 0o600)
        except FileNotFoundError:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return os.open(self._waiting, flags, 0o600)

    def _is_waiting(self, file: int) -> bool:
        try:
            return os.path.samestat(os.fstat(file), os.stat(self._waiting))
        except FileNotFoundError:
            return False


def lines_of(file: Path) -> Iterator[bytes]:
    """The events of a file; the last one may have been cut short by a power cut."""
    with file.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n") and len(line) > 1:
                yield line[:-1]
