"""One transaction at a time: for a sender or a CIN, for imports, for migrations."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from identifiers.database import is_postgresql, wait_for_turn


def wait_for_turns(connection: Any, subjects: Sequence[str]) -> None:
    """Hold the subjects until the transaction ends, so that nobody else works on them meanwhile.

    They are taken in one order everywhere: two transactions never wait for each other. SQLite
    needs nothing: its transactions here begin with the write lock of the whole file.

    Args:
        connection: a SQLAlchemy connection or session, at the beginning of its transaction.
        subjects: any names.
    """
    for number in sorted(map(_lock_number, subjects)):
        wait_for_turn(connection, number)


def hold_applications(connection: Any) -> None:
    """Until the transaction ends nobody else writes applications; everybody reads them."""
    wait_for_turns(connection, ["import"])
    if is_postgresql(connection):
        connection.execute(text("LOCK TABLE applications IN SHARE ROW EXCLUSIVE MODE"))


def _lock_number(subject: str) -> int:
    """PostgreSQL names advisory locks by a signed integer of 8 bytes."""
    return int.from_bytes(hashlib.sha256(subject.encode()).digest()[:8], "big", signed=True)
