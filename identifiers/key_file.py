"""The file of the master keys: made once, replaced whole, for its owner only."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from identifiers.state import PROJECT, state_directory


def key_file() -> Path:
    """Where the keys are kept when the environment does not give them."""
    given = os.environ.get("TAGHTIA_KEY_FILE")
    return PROJECT / given if given else state_directory() / "taghtia.key"


def create_key_file(path: Path, content: str) -> bool:
    """Write a file that is not there yet; False, and nothing is written, if it is.

    Two processes that start at once agree on one content, and neither reads half of it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _draft(path, content)
    try:
        os.link(draft, path)
        return True
    except FileExistsError:
        return False
    finally:
        os.unlink(draft)


def replace_key_file(path: Path, content: str) -> None:
    """Put a new content in the file's place, at once and lastingly; its owner stays the owner.

    Raises:
        OSError: the folder cannot be written to, or the file belongs to somebody else.
    """
    path = path.resolve()
    owner = path.stat()
    draft = _draft(path, content)
    try:
        # Whoever runs the command may be root: the servers must still be able to read it.
        os.chown(draft, owner.st_uid, owner.st_gid)
        os.replace(draft, path)
    except OSError:
        os.unlink(draft)
        raise
    with _folder(path) as folder:
        os.fsync(folder)


@contextmanager
def key_file_held(path: Path) -> Iterator[None]:
    """Nobody else changes the keys meanwhile.

    Raises:
        BlockingIOError: somebody does already.
    """
    with _folder(path.resolve()) as folder:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _draft(path: Path, content: str) -> str:
    """A complete copy beside the file; such files are made for their owner only (mode 600)."""
    descriptor, draft = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    return draft


@contextmanager
def _folder(path: Path) -> Iterator[int]:
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
