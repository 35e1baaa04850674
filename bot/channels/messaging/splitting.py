"""Text cut to a platform's limits between whole characters, at the best place there is.

Lengths are UTF-16 units, in which Telegram counts; where a platform counts characters, a text that
fits so fits there, too. A whole character is what people see as one: an Arabic letter with its
marks, an emoji of several signs.
"""

from __future__ import annotations

import regex

ELLIPSIS = "…"
_WHOLE = regex.compile(r"\X")
# Best first: between paragraphs, lines, sentences, words.
_BREAKS = tuple(map(regex.compile, (r"\n\s*\n", r"\n", r"(?<=[.!?؟…؛])\s+", r"\s+")))


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def split_text(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` units, none empty; [] for a text without words."""
    parts, rest = [], text.strip()
    while units(rest) > limit:
        end = _best_end(rest, _fitting(rest, limit))
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*parts, rest] if rest else parts


def cut_text(text: str, limit: int) -> str:
    """The text, or its beginning with "…" where it is longer than `limit` units."""
    text = text.strip()
    if units(text) <= limit:
        return text
    end = _fitting(text, limit - 1)
    space = text.rfind(" ", end // 2, end + 1)
    return text[: space if space > 0 else end].rstrip() + ELLIPSIS


def _fitting(text: str, limit: int) -> int:
    """How much of the text fits, in whole characters; at least one code point."""
    size = end = 0
    for whole in _WHOLE.finditer(text):
        size += units(whole.group())
        if size > limit:
            break
        end = whole.end()
    # One "character" may have more marks than a message holds.
    return end or max(1, limit // 2)


def _best_end(text: str, end: int) -> int:
    """Where to end a part of at most `end` code points, best after its first quarter."""
    for pattern in _BREAKS:
        places = [found.start() for found in pattern.finditer(text, end // 4, end + 1)]
        places = [place for place in places if 0 < place <= end]
        if places:
            return places[-1]
    return end
