"""Vault entries in Redis, shared by several servers; Redis itself deletes what has expired.

An entry is the key `taghtia:vault:{CONVERSATION}:REFERENCE`; the set `taghtia:vault:{CONVERSATION}`
names a conversation's references. The braces keep both on one node of a cluster.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from redis import Redis
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry

from identifiers.vault_store import Entry, VaultUnavailable

SCHEMES = ("redis://", "rediss://", "unix://")
# An answer waits for it: a Redis that is slower than this is as good as gone.
_SECONDS = 2.0
# A restart takes a second or two: 0.1, 0.2, 0.4, 0.8 and five times 1 s between the tries.
_TRIES = 6
_AGAIN = ExponentialBackoff(cap=1.0, base=0.05)
_MEND = "check that Redis runs, that it can be reached from here, and the password in the address"


class RedisStore:
    """Two keys an entry.

    Args:
        url: such as `redis://:PASSWORD@HOST:6379/0`; `rediss://` for TLS, `unix://` for a socket.

    Raises:
        ValueError: no such address.
        VaultUnavailable: Redis does not answer there.
    """

    def __init__(self, url: str) -> None:
        self._redis = _client(url)
        with _reported():
            self._redis.ping()

    def put(self, entry: Entry, now: datetime, lifetime: timedelta) -> None:
        """Keep an entry for `lifetime` by Redis's own clock."""
        references = _references(entry.conversation)
        with _reported(), self._redis.pipeline(transaction=True) as pipe:
            key = _key(entry.conversation, entry.reference)
            pipe.set(key, f"{entry.kind}:{entry.ciphertext}", px=lifetime)
            pipe.sadd(references, entry.reference)
            pipe.pexpire(references, lifetime)
            pipe.execute()

    def get(self, conversation: str, reference: str, now: datetime) -> Entry | None:
        """The entry, unless there is none or its time is over."""
        with _reported():
            found = self._redis.get(_key(conversation, reference))
        if found is None:
            return None
        kind, _, ciphertext = found.partition(":")
        return Entry(conversation, reference, kind, ciphertext)

    def delete(self, conversation: str) -> int:
        """Delete all entries of a conversation; returns how many there were."""
        references = _references(conversation)

        def forget(pipe: Any) -> None:
            # Watched: what comes in meanwhile makes Redis refuse, and this is done anew.
            keys = [_key(conversation, reference) for reference in pipe.smembers(references)]
            pipe.multi()
            if keys:
                pipe.delete(*keys)
            pipe.delete(references)

        with _reported():
            *entries, _ = self._redis.transaction(forget, references)
        return int(sum(entries))

    def purge(self, now: datetime) -> int:
        """Nothing is left to delete: Redis does it to the millisecond."""
        return 0


def _client(url: str) -> Any:
    try:
        return Redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=_SECONDS,
            socket_connect_timeout=_SECONDS,
            health_check_interval=30,
            retry=Retry(_AGAIN, _TRIES),
            retry_on_error=[RedisConnectionError, RedisTimeoutError],
        )
    except (ValueError, TypeError):
        # Its own text would quote the address, and with it the password.
        raise ValueError(
            "TAGHTIA_VAULT_URL is no Redis address: write redis://:PASSWORD@HOST:6379/0"
        ) from None


def _references(conversation: str) -> str:
    return f"taghtia:vault:{{{conversation}}}"


def _key(conversation: str, reference: str) -> str:
    return f"{_references(conversation)}:{reference}"


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        raise VaultUnavailable(error, _MEND) from None
