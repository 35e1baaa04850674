"""Rasa's HTTP API is closed unless somebody who knows why opens it."""

from __future__ import annotations

import pytest

from bot.server import api_token


def test_there_is_no_api_without_a_token(monkeypatch):
    monkeypatch.delenv("TAGHTIA_API_TOKEN", raising=False)
    assert api_token() is None
    monkeypatch.setenv("TAGHTIA_API_TOKEN", "")
    assert api_token() is None


def test_a_token_that_could_be_guessed_is_refused_with_the_mend(monkeypatch):
    monkeypatch.setenv("TAGHTIA_API_TOKEN", "secret")
    with pytest.raises(ValueError, match="TAGHTIA_API_TOKEN must have 20 characters") as refused:
        api_token()
    assert "secret" not in str(refused.value)
