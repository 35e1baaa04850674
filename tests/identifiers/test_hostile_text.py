"""The search for identifiers takes a bounded time, whatever is searched."""

from __future__ import annotations

import time
from datetime import date

import pytest

from identifiers.recognise import recognise

TODAY = date(2026, 11, 26)
LONGEST = 2_000
# Measured at 0.1 s of processor time at most; a slow machine may take ten times that.
SECONDS = 1.5
UNITS = (
    *("1 ", "a.", "@", "a", "1", "a@", "ab 1", "12/", "cin", "massar ", "g 1", "0 ", "+2 ", "("),
    *("1.1.", "20/20 ", "AB123456 ", "5 mars ", "premier mars ", "deux mille ", "deux ", "\\u0661"),
    *(
        "vingt et ",
        "واحد و",
        "arobase b point ",
        "a at b dot ",
        "a @ ",
        "1\n",
        "1🙂",
        "\u0301",
        " ",
    ),
)


@pytest.mark.parametrize("unit", UNITS)
def test_no_text_takes_long_to_search(unit):
    text = (unit * LONGEST)[:LONGEST]
    began = time.process_time()
    recognise(text, TODAY)
    assert time.process_time() - began < SECONDS
