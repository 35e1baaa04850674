"""The signs and patterns of spoken_forms.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("spoken_forms.yml")


@dataclass(frozen=True)
class SpokenForms:
    """One language's; see the file."""

    time: str
    full_hour: str
    from_to: str
    signs: tuple[tuple[re.Pattern[str], str], ...]


@lru_cache(maxsize=4)
def spoken_forms(language: str) -> SpokenForms:
    """Those of `fr` or `ar`."""
    kept = yaml.safe_load(_FILE.read_text(encoding="utf-8"))[language]
    signs = tuple((re.compile(pattern), said) for pattern, said in kept.pop("signs"))
    return SpokenForms(signs=signs, **kept)
