"""Puts placeholders where identifiers were."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from identifiers.placeholders import write_placeholder
from identifiers.recognise import Finding


def redact(text: str, findings: Sequence[Finding], hold: Callable[[Finding], str]) -> str:
    """`text` with each finding replaced; `hold` keeps its value and gives the reference."""
    parts, position = [], 0
    for finding in findings:
        placeholder = write_placeholder(finding.kind, hold(finding))
        parts += [text[position : finding.start], " ", placeholder, " "]
        position = finding.end
    parts.append(text[position:])
    return "".join(parts).strip()
