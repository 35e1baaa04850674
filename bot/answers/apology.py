"""The domain's apology, for where Rasa itself cannot answer."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.answers.answer import Answer

RESPONSE = "utter_apology"
_DOMAIN = Path(__file__).resolve().parents[2] / "domain.yml"


@lru_cache(maxsize=2)
def apology(language: str) -> Answer:
    """What is said when something of ours went wrong, in `fr` or `ar`."""
    variations = yaml.safe_load(_DOMAIN.read_text(encoding="utf-8"))["responses"][RESPONSE]
    said = next(one for one in variations if _is_in(one, language))
    return Answer.from_rasa({**said, "utter_action": RESPONSE, "metadata": {"language": language}})


def _is_in(variation: dict[str, Any], language: str) -> bool:
    return {"type": "slot", "name": "language", "value": language} in variation["condition"]
