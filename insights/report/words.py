"""The report's texts in one language, and numbers and dates as they are written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from insights.figures.suppression import Count, Share

LANGUAGES = ("fr", "ar")
# Morocco writes Arabic with these digits: 0 1 2 3.
_LOCALES = {"fr": "fr", "ar": "ar_MA"}
_CATALOGUE = Path(__file__).with_name("words.yml")
NOT_SAID = "–"


@dataclass(frozen=True)
class Words:
    """Texts and formats of a language.

    `names`: what topics, universities and towns are called in it, by their id.
    """

    language: str
    texts: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, language: str, names: Mapping[str, str]) -> Words:
        """From the catalogue `words.yml`."""
        texts = {key: sides[language] for key, sides in catalogue().items()}
        return cls(language, texts, names)

    @property
    def direction(self) -> str:
        """As HTML's `dir`."""
        return "rtl" if self.language == "ar" else "ltr"

    def __getitem__(self, key: str) -> str:
        return self.texts[key]

    def name(self, kind: str, key: str) -> str:
        """What a row of a list is called: its own name, one of the catalogue, or its id."""
        return self.names.get(key) or self.texts.get(f"{kind}.{key or 'none'}") or key

    def count(self, count: Count | None) -> str:
        """A count as it may be shown."""
        if count is None:
            return NOT_SAID
        return self["few"] if count.few else self.number(count.value)

    def share(self, share: Share | None) -> str:
        """A share as it may be shown."""
        if share is None:
            return NOT_SAID
        percent = format_percent(share.percent / 100, locale=self._locale)
        return f"{share.bound} {percent}" if share.bound else str(percent)

    def number(self, value: float, digits: str = "#,##0") -> str:
        """A number with so many digits (CLDR pattern)."""
        return str(format_decimal(value, format=digits, locale=self._locale))

    def seconds(self, value: float | None) -> str:
        """A duration: below ten seconds with two decimals, from a minute on in minutes."""
        if value is None:
            return NOT_SAID
        if value < 60:
            return self["seconds"].format(n=self.number(value, "0.00" if value < 10 else "0"))
        return self["minutes"].format(n=self.number(value / 60, "0.#"))

    def day(self, day: date, pattern: str = "d MMMM y") -> str:
        """A date."""
        return str(format_date(day, pattern, locale=self._locale))

    @property
    def _locale(self) -> str:
        return _LOCALES[self.language]


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, str]]:
    """Every text in both languages, by its key: `topics.title`."""
    flat: dict[str, dict[str, str]] = {}
    _flatten(yaml.safe_load(_CATALOGUE.read_text(encoding="utf-8")), "", flat)
    return flat


def _flatten(node: Mapping[str, Any], prefix: str, flat: dict[str, dict[str, str]]) -> None:
    for key, value in node.items():
        if set(value) == set(LANGUAGES):
            flat[f"{prefix}{key}"] = value
        else:
            _flatten(value, f"{prefix}{key}.", flat)
