"""A database that is restarted is waited for; one that is gone keeps nobody waiting."""

from __future__ import annotations

import pytest

from identifiers.patience import PAUSE_SECONDS, Patience


class Server:
    """Fails until a moment of its own clock, which goes on while somebody sleeps."""

    def __init__(self, up_at):
        self.now = 0.0
        self.up_at = up_at
        self.calls = 0

    def sleep(self, seconds):
        self.now += seconds

    def connect(self):
        self.calls += 1
        if self.now < self.up_at:
            raise ConnectionError
        return "connection"


def patience(server, seconds=6.0):
    return Patience(ConnectionError, seconds, clock=lambda: server.now, sleep=server.sleep)


def test_a_server_that_comes_back_is_waited_for():
    server = Server(up_at=3.0)
    assert patience(server).call(server.connect) == "connection"
    assert server.now == pytest.approx(3.0, abs=PAUSE_SECONDS)


def test_a_server_that_is_gone_is_given_up_in_time_and_then_at_once():
    server = Server(up_at=1000.0)
    waiting = patience(server)
    with pytest.raises(ConnectionError):
        waiting.call(server.connect)
    assert server.now == pytest.approx(6.0, abs=PAUSE_SECONDS)
    calls = server.calls
    with pytest.raises(ConnectionError):
        waiting.call(server.connect)
    assert server.calls == calls + 1


def test_a_server_that_went_again_is_waited_for_again():
    server = Server(up_at=1.0)
    waiting = patience(server)
    waiting.call(server.connect)
    server.up_at = server.now + 100.0
    began = server.now
    with pytest.raises(ConnectionError):
        waiting.call(server.connect)
    assert server.now - began == pytest.approx(6.0, abs=PAUSE_SECONDS)


def test_another_error_is_no_reason_to_wait():
    server = Server(up_at=0.0)

    def wrong():
        raise ValueError

    with pytest.raises(ValueError):
        patience(server).call(wrong)
    assert server.now == 0.0
