"""The serve command ends at once where a setting would only fail at a student's look-up."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot.commands.__main__ import app


@pytest.mark.parametrize(
    ("name", "value"),
    [("TAGHTIA_REMOTE_URL", "http://amo.example/v1"), ("TAGHTIA_REMOTE_MAX_AGE", "soon")],
)
def test_a_wrong_setting_of_the_remote_source_is_named(monkeypatch, tmp_path, name, value):
    monkeypatch.setenv("TAGHTIA_STATE", str(tmp_path))
    monkeypatch.setenv("TAGHTIA_REMOTE_URL", "https://amo.example/v1")
    monkeypatch.setenv(name, value)
    ended = CliRunner().invoke(app, ["serve", "--port", "0"])
    assert ended.exit_code == 1
    assert name in ended.output and value not in ended.output
    assert not list(tmp_path.iterdir())
