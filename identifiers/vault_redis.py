"""Vault entries in Redis, shared by several servers; Redis itself deletes what has expired.

An entry is the key `taghtia:vault:{CONVERSATION}:REFERENCE`; the set `taghtia:vault:{CONVERSATION}`
names a conversation's references. The braces keep both on one node of a cluster.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from identifiers.patience import Patience
from identifiers.vault_store import Entry, VaultUnavailable

SCHEMES = ("redis://", "rediss://", "unix://")
# An answer waits for it: a Redis that is slower than this is as good as gone.
_SECONDS = 2.0
# A restart is waited for.
_PASSING = (RedisConnectionError, RedisTimeoutError)
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
        self._patience = Patience(_PASSING)
        self._do(self._redis.ping)

    def put(self, entry: Entry, now: datetime, lifetime: timedelta) -> None:
        """Keep an entry for `lifetime` by Redis's own clock."""
        references = _references(entry.conversation)
        key = _key(entry.conversation, entry.reference)

        def keep() -> None:
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(key, f"{entry.kind}:{entry.ciphertext}", px=lifetime)
                pipe.sadd(references, entry.reference)
                pipe.pexpire(references, lifetime)
                pipe.execute()

        self._do(keep)

    def get(self, conversation: str, reference: str, now: datetime) -> Entry | None:
        """The entry, unless there is none or its time is over."""
        found = self._do(lambda: self._redis.get(_key(conversation, reference)))
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

        *entries, _ = self._do(lambda: self._redis.transaction(forget, references))
        return int(sum(entries))

    def purge(self, now: datetime) -> int:
        """Nothing is left to delete: Redis does it to the millisecond."""
        return 0

    def _do(self, what: Callable[[], Any]) -> Any:
        try:
            return self._patience.call(what)
        except RedisError as error:
            raise VaultUnavailable(error, _MEND) from None


def _client(url: str) -> Any:
    try:
        return Redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=_SECONDS,
            socket_connect_timeout=_SECONDS,
            health_check_interval=30,
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
