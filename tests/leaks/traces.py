"""Finds an identifier in bytes, however it was written or encoded there."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote, unquote

from identifiers.folding import fold
from tests.leaks.people import Identifier

_ESCAPE = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
# Digits that are nobody's: times, and what is random or encrypted.
_NOBODYS = re.compile(rb"\d{10}\.\d+(?:e[+]\d+)?|[0-9a-f]{16,}|gAAAA[\w=-]+|\d+\.\d{5,}")
_LOGGED_AT = re.compile(rb"(?m)^20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,]?\d*")
_SEPARATORS = re.compile(r"[\s./_|-]")


def traces(haystack: bytes, identifier: Identifier) -> list[str]:
    """What was found; empty when there is no trace."""
    raw, readable, squeezed = _read(haystack)
    found = [name for name, needle in _encoded(identifier) if needle.lower() in raw]
    found += [f"as {w!r}" for w in _foldings(identifier) if w in readable]
    if _squeezed(identifier.plain) in squeezed or _digits(identifier.plain) in squeezed:
        found.append("in groups or digits alone")
    return found


def _encoded(identifier: Identifier) -> Iterator[tuple[str, bytes]]:
    """Every writing as it is and as programs encode it."""
    for text in {identifier.plain, *identifier.writings}:
        data = text.encode()
        # Digits alone are looked for where no random digits stand.
        if not (text.isascii() and text.isdecimal()):
            yield f"as {text!r}", data
            yield f"{text!r} in JSON", json.dumps(text)[1:-1].encode()
            yield f"{text!r} in JSON in JSON", json.dumps(json.dumps(text))[3:-3].encode()
            yield f"{text!r} in an address", quote(text, safe="").encode()
        yield f"{text!r} in UTF-16", text.encode("utf-16-le")
        yield f"{text!r} in hex", data.hex().encode()
        for shift in range(3):
            yield f"{text!r} in base64", _inner_base64(data, shift)


def _inner_base64(data: bytes, shift: int) -> bytes:
    """The part of the encoding that does not depend on what stands before and after."""
    encoded = base64.b64encode(b"\0" * shift + data)
    return encoded[(shift * 8 + 5) // 6 : (shift + len(data)) * 8 // 6]


@lru_cache(maxsize=128)
def _read(haystack: bytes) -> tuple[bytes, str, str]:
    """The bytes in lower case; the text as a person reads it; and that without separators.

    A debug log says most of its lines many times, but for times and what is random; each is read
    once, in the order of the first.
    """
    lines = _NOBODYS.sub(b" ", _LOGGED_AT.sub(b" ", haystack)).split(b"\n")
    readable = _readable(b"\n".join(dict.fromkeys(lines)))
    return haystack.lower(), readable, _SEPARATORS.sub("", readable)


def _readable(lines: bytes) -> str:
    text = lines.decode(errors="replace")
    text = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    # JSON writes a character beyond U+FFFF as two halves.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = html.unescape(unquote(text))
    return fold(_NOBODYS.sub(b" ", text.encode()).decode()).text


def _foldings(identifier: Identifier) -> set[str]:
    return {fold(text).text for text in identifier.writings}


def _squeezed(text: str) -> str:
    return _SEPARATORS.sub("", fold(text).text)


def _digits(text: str) -> str:
    digits = "".join(filter(str.isdigit, text))
    return digits if len(digits) >= 7 else _squeezed(text)
