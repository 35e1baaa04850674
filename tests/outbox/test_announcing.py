"""Servers tell each other of new messages through Redis; without it nothing breaks."""

from __future__ import annotations

import pytest

from bot.outbox.announcing import announcer, announcer_from_environment


@pytest.mark.parametrize("url", ["localhost", "http://127.0.0.1", "redis:secret"])
def test_a_bad_address_is_refused_with_the_mend_and_not_quoted(monkeypatch, url):
    monkeypatch.setenv("TAGHTIA_REDIS_URL", url)
    with pytest.raises(ValueError, match="TAGHTIA_REDIS_URL is no Redis address") as refused:
        announcer_from_environment()
    assert url not in str(refused.value)


def test_a_message_is_not_lost_with_redis(caplog):
    announcer("redis://127.0.0.1:1/0")("conversation")
    assert "Redis was not told" in caplog.text
