"""The parts of a message that may each say a wish of their own."""

from __future__ import annotations

import re

_JOINTS = r"et|puis|ainsi que|aussi|and|w|o|u|\+|ثم|و"
# "Plus" joins two things, or ends a negation ("je n'ai plus confiance").
_PLUS = r"plus(?=\s+(?:le|la|les|un|une|mon|ma|mes|comment|combien|quel\w*)\b|\s+l['’])"
# What "و" is written together with and begins a question or a wish, not one more thing.
_BEGINNINGS = (
    r"كيف|كيفاش|هل|أين|اين|ما|ماذا|متى|كم|من|لمن|لماذا|إلى متى|بأي|في أي|على أي|أي"
    r"|واش|وش|فين|فاش|فوقاش|إمتى|امتى|شحال|بشحال|شنو|اشنو|أش|آش|علاش|لاش|منين|شكون|شمن"
    r"|أريد|اريد|أرجو|بغيت|بغينا|باغي\w*|قول\w*|عطيني|نزيدك"
)
_STOP = r"(?:[.?؟!;…\n]+\s*|\s*[,،:]\s+)"
_ENDS = re.compile(
    rf"{_STOP}(?:(?:{_JOINTS}|{_PLUS})\s+|و(?=(?:{_BEGINNINGS})\b))?"
    rf"|\s+(?:{_JOINTS}|{_PLUS})\s+"
    rf"|\s+و(?=(?:{_BEGINNINGS})\b)",
    re.IGNORECASE,
)


def parts_of(text: str) -> list[str]:
    """The parts of two words or more, in their order; none where the whole is one."""
    parts = [part for part in map(str.strip, _ENDS.split(text)) if len(part.split()) > 1]
    return parts if len(parts) > 1 else []
