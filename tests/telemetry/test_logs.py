"""A log line says when, how bad, whence and which message it belongs to."""

from __future__ import annotations

import asyncio
import io
import json
import logging

import pytest

from telemetry.correlation import correlated, correlation_id, current
from telemetry.logs import format_lines


@pytest.fixture
def written(monkeypatch):
    """Logs a line with the format given; returns what stands in the log."""

    def write(form, *line, **named):
        monkeypatch.setenv("TAGHTIA_LOG_FORMAT", form)
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        format_lines([handler], "rasa")
        logger = logging.Logger("bot.gate")
        logger.addHandler(handler)
        logger.warning(*line, **named)
        return stream.getvalue()

    return write


def test_a_line_as_json_can_be_read_by_a_machine(written):
    with correlated("ab" * 16):
        line = json.loads(written("json", "a turn failed: %s", "خطأ"))
    assert line.pop("time").endswith("Z")
    assert line == {
        "event": "a turn failed: خطأ",
        "level": "warning",
        "logger": "bot.gate",
        "service": "rasa",
        "correlation": "ab" * 16,
    }


def test_a_line_as_text_bears_the_correlation_too(written):
    with correlated("cd" * 16):
        assert f"WARNING bot.gate [{'cd' * 16}] said\n" in written("text", "said")
    assert "[-] said" in written("text", "said")


def test_a_line_break_in_a_message_begins_no_second_json_line(written):
    assert written("json", "one\n{}").count("\n") == 1


def test_an_unknown_format_is_refused_by_name(written):
    with pytest.raises(ValueError, match="TAGHTIA_LOG_FORMAT is neither text nor json"):
        written("xml", "said")


def test_each_message_keeps_its_id_where_several_are_worked_on_at_once():
    async def work(identity):
        with correlated(identity):
            await asyncio.sleep(0)
            return await asyncio.to_thread(current)

    async def both():
        return await asyncio.gather(work("a"), work("b"))

    assert asyncio.run(both()) == ["a", "b"]
    assert current() == "-"


@pytest.mark.parametrize(
    "given", ["0612345678", "AB123456", "", None, "é" * 32, "A" * 32, "\ud800"]
)
def test_what_a_client_chose_as_an_id_is_never_written_as_it_is(given):
    made = correlation_id(given)
    assert len(made) == 32 and made != given
    assert correlation_id(made) == made
