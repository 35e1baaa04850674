"""The assistant's domain as the actions need it, read once: Rasa need not send it at each call."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DOMAIN = Path(__file__).resolve().parents[1] / "domain.yml"


@lru_cache(maxsize=1)
def own_domain() -> dict[str, Any]:
    """`domain.yml`: its forms, slots and responses have the form in which Rasa would send them."""
    domain: dict[str, Any] = yaml.load(DOMAIN.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return domain
