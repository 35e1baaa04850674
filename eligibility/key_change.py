"""A rotation of the key from its beginning to its end; whatever interrupts it, it can go on.

First the longer chain of keys is put where servers read it: they find people by every generation,
so nobody is lost before, while and after the digests are renewed. Then all digests are renewed in
one transaction. A rotation that finds digests of an older generation is one to be finished: it adds
no key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import Engine

from eligibility.generations import count_older
from eligibility.person import Digests
from eligibility.rotation import renew_digests
from identifiers.key_file import create_key_file, key_file_held, replace_key_file
from identifiers.keys import KeyChain


class CannotRotate(Exception):
    """The chain of keys cannot be made longer here; says what to do."""


@dataclass(frozen=True)
class Prepared:
    """A longer chain was written to `file`, to be given to all servers; nothing else changed."""

    file: Path


@dataclass(frozen=True)
class Rotated:
    """All applications are under the newest of `keys` keys; so many of them were brought there."""

    keys: int
    applications: int


def rotate(
    engine: Engine, now: datetime, out: Path | None, let_readers_finish: Callable[[], None]
) -> Prepared | Rotated:
    """Add a key and bring every digest to it, or finish a rotation that was begun.

    Args:
        engine: of the store.
        now: UTC without zone.
        out: where the longer chain goes instead of the key file; a new file.
        let_readers_finish: called before the digests are renewed; returns when look-ups that have
            read the keys before they changed are over.

    Raises:
        CannotRotate: the keys come from the environment and `out` is None, or `out` is there, or
            another rotation is running.
        KeyMismatch: the store holds digests under a key that is not at hand.
    """
    chain = KeyChain.from_environment()
    if chain.file is None:
        return _rotate(engine, chain, now, out, let_readers_finish)
    try:
        with key_file_held(chain.file):
            chain = KeyChain.from_environment()
            return _rotate(engine, chain, now, out, let_readers_finish)
    except BlockingIOError:
        raise CannotRotate("another rotation is running: wait for its end") from None


def _rotate(
    engine: Engine,
    chain: KeyChain,
    now: datetime,
    out: Path | None,
    let_readers_finish: Callable[[], None],
) -> Prepared | Rotated:
    if not _count_older(engine, chain):
        if out is not None:
            return _prepare(chain.longer(), out)
        chain = _lengthen(chain)
    let_readers_finish()
    applications = renew_digests(engine, Digests.of(chain), now)
    return Rotated(len(chain.keys), applications)


def _count_older(engine: Engine, chain: KeyChain) -> int:
    with engine.connect() as connection:
        return count_older(connection, Digests.of(chain))


def _prepare(chain: KeyChain, out: Path) -> Prepared:
    if not create_key_file(out, chain.encode()):
        raise CannotRotate(f"{out} is there already, and may hold the only copy of a key: move it")
    return Prepared(out)


def _lengthen(chain: KeyChain) -> KeyChain:
    if chain.file is None:
        raise CannotRotate(
            "the keys come from TAGHTIA_KEY, which no command can change: give --key-out FILE"
        )
    longer = chain.longer()
    replace_key_file(chain.file, longer.encode())
    return longer
