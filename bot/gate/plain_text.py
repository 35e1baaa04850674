"""What people send, as plain text: no markup, no control characters, no reversed writing.

A screen may show it, a database keeps it, and a number may hide between tags or in escapes.
"""

from __future__ import annotations

import html
import re
import unicodedata

# Escapes that programs write for characters; "&" and "R&D" stay.
_UNICODE_ESCAPE = re.compile(r"\\u(?P<code>[0-9a-fA-F]{4})")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_MARKUP = re.compile(r"<!--.*?-->|<[/!?]?[a-zA-Z][^<>]{0,500}>", re.DOTALL)
# They reverse or nest the direction of what follows; the harmless marks U+200E and U+200F stay.
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain_text(text: str) -> str:
    """`text` as a person would read it; lines stay lines."""
    text = _UNICODE_ESCAPE.sub(lambda found: chr(int(found["code"], 16)), text)
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return without_controls(_MARKUP.sub(" ", text))


def without_controls(text: str) -> str:
    """Without control characters, halves of characters and what reverses the writing."""
    return "".join(c for c in text if c in "\n\t" or not _is_control(c))


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in _DIRECTIONS
