"""The search can fail: a planted identifier is found, however it is written or encoded."""

from __future__ import annotations

import base64
import json
import sqlite3
from urllib.parse import quote

import pytest

from tests.leaks.evidence import files
from tests.leaks.people import BIRTH_DATE, CIN, IDENTIFIERS
from tests.leaks.traces import traces

ENCODINGS = {
    "as it is": str.encode,
    "in a JSON event": lambda text: json.dumps({"text": text}).encode(),
    "in JSON in JSON": lambda text: json.dumps(json.dumps({"text": text})).encode(),
    "in an address": lambda text: f"GET /?q={quote(text)} 200".encode(),
    "in base64": lambda text: base64.b64encode(b"Basic x:" + text.encode()),
    "in hex": lambda text: text.encode().hex().encode(),
    "in UTF-16": lambda text: text.encode("utf-16-le"),
    "in a Python list": lambda text: repr([("a", text)]).encode(),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("identifier", IDENTIFIERS, ids=lambda one: one.kind)
def test_every_writing_is_found_in_every_encoding(identifier, encoding):
    missed = [
        writing
        for writing in identifier.writings
        if not traces(b"before " + ENCODINGS[encoding](writing) + b" after", identifier)
    ]
    assert missed == []


@pytest.mark.parametrize("text", ["xk48 39.206", "cin=XK4839206&", "n° 48 39 206", "Xk-4839206"])
def test_a_grouping_that_nobody_thought_of_is_found(text):
    assert traces(text.encode(), CIN)


def test_what_is_random_or_a_time_is_no_trace():
    harmless = b"1700000017.092003 gAAAAABXK17092003== 0f17092003ab4c5d6e 0.17092003"
    assert traces(harmless, BIRTH_DATE) == []


def test_a_row_of_a_database_is_searched(tmp_path):
    with sqlite3.connect(tmp_path / "tracker.db") as connection:
        connection.execute("CREATE TABLE events (data TEXT)")
        connection.execute("INSERT INTO events VALUES (?)", (json.dumps("XK ٤٨٣٩٢٠٦"),))
    assert all(traces(content, CIN) for content in files(tmp_path).values())
