"""Training examples as the model will see such messages."""

from __future__ import annotations

from identifiers.recognise import recognise
from identifiers.redact import redact
from knowledge.clock import today

_REFERENCE = "00000000"


def as_the_gate_leaves_it(text: str) -> str:
    """The text with placeholders where identifiers were: writers type them in full."""
    return redact(text, recognise(text, today()), lambda _: _REFERENCE)
