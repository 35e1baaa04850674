"""A wrong setting of the remote source is named, with its mend, before it is used."""

from __future__ import annotations

from datetime import timedelta

import pytest

from eligibility.remote.client import RemoteSource
from eligibility.remote.settings import RemoteSettings

URL = "https://amo.example/v1"


@pytest.fixture
def setting(monkeypatch):
    for name in ("URL", "TOKEN", "TOKEN_FILE", "CA", "MAX_AGE"):
        monkeypatch.delenv(f"TAGHTIA_REMOTE_{name}", raising=False)
    return lambda name, value: monkeypatch.setenv(f"TAGHTIA_REMOTE_{name}", str(value))


def test_without_an_address_there_is_no_remote_source(setting):
    setting("TOKEN", "t")
    assert RemoteSettings.from_environment() is None
    assert RemoteSource.from_environment() is None


def test_all_settings(setting, tmp_path):
    for name in ("token", "ca.pem"):
        (tmp_path / name).write_text("abc\n")
    setting("URL", URL + "/")
    setting("TOKEN_FILE", tmp_path / "token")
    setting("CA", tmp_path / "ca.pem")
    setting("MAX_AGE", "0.5")
    settings = RemoteSettings.from_environment()
    assert (settings.url, settings.token) == (URL, "abc")
    assert settings.ca == tmp_path / "ca.pem"
    assert settings.max_age == timedelta(minutes=30)


def test_one_source_a_process_until_a_setting_changes(setting):
    setting("URL", URL)
    first = RemoteSource.from_environment()
    assert RemoteSource.from_environment() is first
    setting("TOKEN", "new")
    assert RemoteSource.from_environment() is not first


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://localhost/v1", "http://[::1]:80/"])
def test_plain_http_is_for_this_machine(setting, url):
    setting("URL", url)
    assert RemoteSettings.from_environment() is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://amo.example/v1",
        "http://10.0.0.1/",
        "http://localhost.evil.example/",
        "ftp://amo.example/",
        "amo.example",
        "https://",
        "https://user:word@amo.example/",
        "https://amo.example/?key=word",
        "https://[broken/",
    ],
)
def test_an_unsafe_address_is_refused_without_being_quoted(setting, url):
    setting("URL", url)
    with pytest.raises(ValueError, match="TAGHTIA_REMOTE_URL") as refused:
        RemoteSettings.from_environment()
    assert "word" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOKEN_FILE", "/nowhere/token"),
        ("TOKEN", "two words"),
        ("TOKEN", "jeton\u00e9"),
        ("TOKEN", "line\nX-Evil: 1"),
        ("CA", "/nowhere/ca.pem"),
        ("MAX_AGE", "soon"),
        ("MAX_AGE", "-1"),
        ("MAX_AGE", "nan"),
        ("MAX_AGE", "1e9"),
    ],
)
def test_a_wrong_setting_is_named(setting, name, value):
    setting("URL", URL)
    setting(name, value)
    with pytest.raises(ValueError, match=f"TAGHTIA_REMOTE_{name}"):
        RemoteSettings.from_environment()
