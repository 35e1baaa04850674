"""What a person could not have typed in a chat becomes plain words before anything reads it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gate.payloads import without_command
from bot.gate.plain_text import plain_text


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("<b>bonjour</b>", "bonjour"),
        ("<script>alert('x')</script>", "alert('x')"),
        ('<img src=x onerror="alert(1)">', ""),
        ("a<!-- <b> -->b", "a b"),
        ("AB<br/>12<br>34<br>56", "AB 12 34 56"),
        ("&lt;script&gt;", ""),
        ("&#65;&#x42;123456", "AB123456"),
        (r"AB\u0661\u0662\u0663456", "AB١٢٣456"),
        ("AB\x0012\x1b3456\x7f", "AB123456"),
        ("\u202e654321BA\u202c", "654321BA"),
        ("\ud83d bonjour \udc4d", "bonjour"),
        (r"\ud83d\udc4d bonjour", "bonjour"),
    ],
)
def test_markup_escapes_and_controls_are_undone(typed, plain):
    assert plain_text(typed).strip() == plain


@pytest.mark.parametrize(
    "text",
    [
        "R&D et l'AMO",
        "a < b > c",
        "<3",
        "1 < 2",
        "deux\nlignes",
        "\u200fمرحبا\u200e",
        "👍🏽 👨‍👩‍👧",
        "50 % &",
    ],
)
def test_what_people_do_type_stays(text):
    assert plain_text(text) == text


@pytest.mark.parametrize(
    "text", ["/restart", "//restart", "/ /restart", " / / restart", "\n/restart"]
)
def test_no_command_is_left(text):
    assert without_command(text) == "restart"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_stored_and_sent_afterwards(text):
    plain_text(text).encode()
