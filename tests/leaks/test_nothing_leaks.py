"""No identifier is left in any file, table, queue or log, at the most talkative settings.

`test_traces.py` shows that the search finds what is there.
"""

from __future__ import annotations

import re

import pytest

from tests.leaks.messenger_doors import SENDER
from tests.leaks.people import IDENTIFIERS
from tests.leaks.traces import traces


@pytest.mark.parametrize("identifier", (*IDENTIFIERS, SENDER), ids=lambda one: one.kind)
def test_no_trace_of_an_identifier_is_left_anywhere(said, identifier):
    found = {place: traces(content, identifier) for place, content in said.places.items()}
    assert {place: what for place, what in found.items() if what} == {}


@pytest.mark.parametrize("identifier", IDENTIFIERS, ids=lambda one: one.kind)
def test_no_answer_says_an_identifier_back(said, identifier):
    assert traces("\n".join(said.answers).encode(), identifier) == []


def test_every_message_was_answered(said):
    assert len(said.answers) > 100
    assert all(said.answers)


def test_the_look_up_with_these_identifiers_succeeded(said):
    """Else nothing would be proved of what becomes of them in the action server."""
    assert any("accept" in answer for answer in said.answers)


def test_no_error_says_anything_back_or_shows_code(said):
    for answer in said.errors:
        head, _, body = answer.partition(b"\r\n\r\n")
        status = int(head.split()[1]) if head else 400
        assert status < 500, answer[:500]
        if status >= 400 and head:
            assert re.fullmatch(rb'\{"error":"[a-z_]+"\}|', body), body[:500]


@pytest.mark.parametrize(
    "logger", ["rasa", "sqlalchemy.engine", "aio_pika|aiormq", "Received request to run"]
)
def test_the_logs_were_as_talkative_as_they_can_be(said, logger):
    logs = said.places["file rasa.log"] + said.places["file actions.log"]
    assert re.search(logger.encode(), logs)


def test_placeholders_reached_the_tracker_and_the_queue(said):
    assert b"<cin:" in said.places["queue"]
    stored = [
        content for place, content in said.places.items() if "event" in place or "tracker" in place
    ]
    assert any(b"<cin:" in content for content in stored)
