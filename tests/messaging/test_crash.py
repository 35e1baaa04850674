"""A server that is killed in the middle loses no message and answers none twice."""

from __future__ import annotations

import asyncio

from tests.messaging.flood import measure


def test_a_killed_server_loses_nothing_and_repeats_nothing():
    figures = asyncio.run(measure(rate=20, seconds=4))
    assert figures["deliveries"] == 80
    assert (figures["unanswered"], figures["answered_twice"]) == (0, 0)
