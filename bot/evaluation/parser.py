"""Understands a message outside a server, the way a channel's message goes."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code
from identifiers.problem import InvalidIdentifier
from identifiers.recognise import recognise
from identifiers.redact import redact
from knowledge.clock import today


def load_parser(model: Path) -> Callable[[str], dict[str, Any]]:
    """Text to Rasa's parse data: identifiers taken out first, then the model; nothing is kept."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # Rasa takes ten seconds to import, which the other commands need not wait for.
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    from bot.gate.build import public_numbers

    configure_structlog(logging.WARNING)
    agent = Agent.load(str(model))
    public = public_numbers()

    def parse(text: str) -> dict[str, Any]:
        findings = recognise(text, today(), public=public)
        redacted = redact(text, findings, lambda _: "00000000")
        parsed: dict[str, Any] = asyncio.run(agent.parse_message(redacted))
        held = [
            {"entity": finding.kind, "value": _normalised(finding.kind, finding.value)}
            for finding in findings
        ]
        others = [e for e in parsed["entities"] if not str(e["value"]).startswith("<")]
        return {**parsed, "entities": [*others, *held]}

    return parse


def _normalised(kind: str, value: str) -> str:
    readers: dict[str, Callable[[str], object]] = {
        "cin": normalise_cin,
        "massar_code": normalise_massar_code,
        "birth_date": lambda text: read_birth_date(text, today()),
    }
    try:
        return str(readers[kind](value)) if kind in readers else value
    except InvalidIdentifier:
        return value
