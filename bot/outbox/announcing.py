"""Telling other processes, through Redis, that something was added to a conversation."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

import redis

CHANNEL = "taghtia:outbox"
# Whoever says something does not wait long for Redis: the readers look by themselves, too.
TIMEOUT_SECONDS = 1.0

logger = logging.getLogger(__name__)


def redis_url() -> str | None:
    """`TAGHTIA_REDIS_URL`, if set.

    Raises:
        ValueError: it is no Redis address; does not quote it, it may hold a password.
    """
    url = os.environ.get("TAGHTIA_REDIS_URL")
    if not url:
        return None
    try:
        redis.ConnectionPool.from_url(url)
    except ValueError:
        mend = "write redis://HOST:PORT/NUMBER"
        raise ValueError(f"TAGHTIA_REDIS_URL is no Redis address: {mend}") from None
    return url


def announcer_from_environment() -> Callable[[str], None]:
    """Announces a conversation over Redis where it is configured, else to nobody."""
    url = redis_url()
    return announcer(url) if url else lambda _: None


def announcer(url: str) -> Callable[[str], None]:
    """A function that publishes a conversation's pseudonym; a failure is only logged."""
    client = redis.Redis.from_url(
        url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
    )

    def announce(conversation: str) -> None:
        try:
            client.publish(CHANNEL, conversation)
        except redis.RedisError as error:
            logger.warning("Redis was not told of a new message: %s", type(error).__name__)

    return announce
