"""What stands in a message where an identifier was: `<cin:1a2b3c4d>`."""

from __future__ import annotations

import re
from dataclasses import dataclass

KINDS = ("cin", "massar_code", "birth_date", "phone", "email", "number", "location")
_PLACEHOLDER = re.compile(rf"<(?P<kind>{'|'.join(KINDS)}):(?P<reference>[0-9a-f]{{8}})>")


@dataclass(frozen=True)
class Placeholder:
    """A placeholder at `text[start:end]`; `reference` opens the vault in its own conversation."""

    kind: str
    reference: str
    start: int
    end: int


def write_placeholder(kind: str, reference: str) -> str:
    """The placeholder as text."""
    return f"<{kind}:{reference}>"


def find_placeholders(text: str) -> list[Placeholder]:
    """Every placeholder in `text`, in order."""
    return [
        Placeholder(found["kind"], found["reference"], *found.span())
        for found in _PLACEHOLDER.finditer(text)
    ]


def replace_placeholders(text: str, replacement: str) -> str:
    """`text` with `replacement` in every placeholder's place."""
    return _PLACEHOLDER.sub(replacement, text)


def strip_placeholders(text: str) -> str:
    """What a person typed, with anything that looks like a placeholder taken apart."""
    return _PLACEHOLDER.sub(lambda found: f"{found['kind']} {found['reference']}", text)
