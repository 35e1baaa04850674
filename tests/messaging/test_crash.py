"""A server that is killed in the middle loses no message and answers none twice."""

from __future__ import annotations

import asyncio

from tests.messaging.flood import measure


def test_a_killed_server_loses_nothing_and_repeats_nothing():
    figures = asyncio.run(measure(rate=20, seconds=4, drain_seconds=120))
    assert figures["messages"] == 80 and figures["deliveries"] == 88
    assert figures["repeated_after_the_kill"] > 0
    assert (figures["unanswered"], figures["answered_twice"]) == (0, 0)
