"""Write transactions on the messengers' tables."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy.engine import Connection, Engine

# SQLite has one writer at a time. Whoever finds it taken sleeps there for up to 100 ms and then
# tries again; waiting here, the threads of a server take turns at once.
_SQLITE_WRITER = threading.Lock()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: committed at the end, rolled back on an error."""
    turn = _SQLITE_WRITER if engine.dialect.name == "sqlite" else nullcontext()
    with turn, engine.begin() as connection:
        yield connection
