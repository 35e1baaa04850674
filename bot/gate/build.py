"""The gate as the server runs it, made once from the environment."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from bot.gate.gate import Gate
from bot.gate.limits import SharedRateLimit
from bot.handover.hearing import Hearing
from bot.outbox.announcing import redis_url
from handover import HandoverStore
from identifiers.keys import MasterKey
from identifiers.vault import Vault
from knowledge import load_knowledge
from knowledge.clock import today

_DOMAIN = Path(__file__).resolve().parents[2] / "domain.yml"
# What only the gate itself says to Rasa; a person cannot.
GATE_INTENTS = frozenset(
    {
        "action_failed",
        "message_empty",
        "message_file",
        "message_too_long",
        "message_too_often",
        "message_unsupported",
        "message_voice",
    }
)


@lru_cache(maxsize=1)
def gate_from_environment() -> Gate:
    """The process's gate; channels share it, so that limits hold across them."""
    redis = redis_url()
    return Gate(
        vault=Vault.from_environment(),
        pseudonym_key=MasterKey.from_environment().derive("conversation"),
        intents=button_intents(),
        public_numbers=public_numbers(),
        today=today,
        rate_limit=SharedRateLimit(redis) if redis else None,
        people=Hearing(HandoverStore.from_environment()),
    )


def button_intents() -> frozenset[str]:
    """Every intent of the domain that a person may ask for with a button."""
    domain = yaml.safe_load(_DOMAIN.read_text(encoding="utf-8"))
    return frozenset(domain["intents"]) - GATE_INTENTS


def public_numbers() -> frozenset[str]:
    """Digits of the telephone numbers that the knowledge base publishes."""
    values = load_knowledge().answer_values("fr")
    digits = {"".join(filter(str.isdigit, text)) for text in values.values()}
    return frozenset(number for number in digits if len(number) >= 5)
