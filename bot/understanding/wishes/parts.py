"""The parts of a message that may each say a wish of their own."""

from __future__ import annotations

import re

_QUESTION_WORDS = (
    "كيف|هل|أين|ما |متى|كم|واش|فين|شحال|شنو|كيفاش|علاش|فوقاش|منين|شكون|من |أريد|بغيت|باغي"
)
_ENDS = re.compile(
    r"[.?؟!;\n]+"
    r"|\s*[,،]\s+"
    r"|\s+(?:et|puis|ainsi que|aussi|plus|and|w|o|u|ثم)\s+"
    rf"|\s+(?=و(?:{_QUESTION_WORDS}))"
)


def parts_of(text: str) -> list[str]:
    """The parts of two words or more, in their order; none where the whole is one."""
    parts = [part for part in map(str.strip, _ENDS.split(text)) if len(part.split()) > 1]
    return parts if len(parts) > 1 else []
