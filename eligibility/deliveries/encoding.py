"""How the text of a CSV file is written: UTF-8, or the Windows-1256 of Arabic and French Excel."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from eligibility.deliveries.problems import Problems

UTF_8, WINDOWS_1256 = "utf-8-sig", "cp1256"
_CHUNK_BYTES = 1 << 20
# Every byte is a character of Windows-1256. What comes out tells whether it was one: no control
# characters, and no word of Latin and Arabic letters together ("ةcole" was "École" elsewhere).
_NOT_1256 = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f]|[A-Za-z][\u0621-\u064a]|[\u0621-\u064a][A-Za-z]"
)


def encoding_of(file: BinaryIO, problems: Problems) -> str:
    """The encoding of an open file, from its bytes; reads it through once, chunk by chunk.

    Raises:
        ImportRefused: neither of the two.
    """
    line = _first_line_not_utf_8(file)
    if line is None:
        return UTF_8
    file.seek(0)
    if any(_NOT_1256.search(chunk.decode(WINDOWS_1256)) for chunk in _chunks(file)):
        raise problems.refuse(line, "file", "not UTF-8", "save it as CSV UTF-8")
    return WINDOWS_1256


def _first_line_not_utf_8(file: BinaryIO) -> int | None:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    for chunk in _chunks(file):
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return line + error.object[: error.start].count(b"\n")
        line += chunk.count(b"\n")
    return None if not decoder.getstate()[0] else line


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK_BYTES):
        yield chunk
