"""Every writing of every identifier, in every surrounding, is gone from what Rasa is told."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.gate.gate import Gate
from identifiers.folding import fold
from identifiers.placeholders import replace_placeholders
from identifiers.vault import Vault
from tests.leaks.people import IDENTIFIERS
from tests.leaks.traces import traces

SURROUNDINGS = (
    "{}",
    "bonjour, {} merci",
    "je suis étudiant à Fès, voici: {}.",
    "رقمي هو {} شكرا",
    "salam {} o chokran",
    "({})",
    '{{"message": "{}"}}',
    "'; DROP TABLE events; -- {}",
    "<b>{}</b>",
    "{}\nline two",
)


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    vault = Vault(f"sqlite:///{tmp_path_factory.mktemp('vault') / 'vault.db'}", b"k" * 32)
    gate = Gate(vault, b"k" * 32, frozenset(), frozenset(), lambda: date(2026, 11, 26))
    return lambda text: gate.clean(text, "somebody")


@pytest.mark.parametrize("identifier", IDENTIFIERS, ids=lambda one: one.kind)
def test_no_trace_is_left_of_any_writing(clean, identifier):
    left = {}
    for surrounding in SURROUNDINGS:
        for writing in identifier.writings:
            text = surrounding.format(writing)
            cleaned = clean(text)
            if traces(cleaned.encode(), identifier) or part_of(identifier, cleaned):
                left[text] = cleaned
    assert left == {}


def part_of(identifier, cleaned: str) -> bool:
    """Whether three digits in a row of it are still there."""
    digits = "".join(filter(str.isdigit, identifier.plain))
    left = re.findall(r"\d+", fold(replace_placeholders(cleaned, "")).text)
    return any(len(run) >= 3 and run in digits for run in left)
