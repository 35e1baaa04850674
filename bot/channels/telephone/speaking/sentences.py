"""An answer of the domain as sentences for the ear."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.channels.telephone.speaking.links import is_link, without_links
from bot.channels.telephone.speaking.numbers import spoken_numbers
from bot.channels.telephone.speaking.spoken_forms import spoken_forms

_ITEM = re.compile(r"^\s*(?:[•▪*–-]\s+|\d{1,2}[.)]\s+)")
# In the office's addresses: of no use to whoever goes there.
_BOX = re.compile(
    r"[\s,،-]*(?:\bB\.?\s?P\.?|(?<!\w)ص\.?\s?ب\.?)\s*[\d/]+(?:/?[A-Z]\b)?(?=[\s,،.]|$)"
)
_ABOUT_BOX = re.compile(r"boîte postale|صندوق البريد", re.IGNORECASE)
_ENDS = re.compile(r"(?<=[.!?؟;؛])\s+(?=\S)")
_QUOTES = re.compile(r"[«»\"“”]")
# "« who? »?" without its quotation marks.
_ASKED_TWICE = re.compile(r"([?؟])(?:\s*[?؟])+")
_BRACKETS = (re.compile(r"\s*\(\s*"), re.compile(r"\s*\)"))
_DASH = re.compile(r"\s+[–—-]\s+")
_UNSPOKEN = re.compile(r"[→←↑↓✓✔✗•▪_*#<>\[\]{}|~]|[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F]")
_SPACES = re.compile(r"\s+")
_STOPS = re.compile(r"\s*([,،])(?:\s*[,،])+")
_BEFORE_END = re.compile(r"\s*[,،;؛]\s*([.!?؟:])|\s*:\s*([.!?؟])|\s+([.,،])")
# The end of a line that leads to a link in the next one.
_LEADS_ON = re.compile(r"(?:[:,،]|\bou|\bأو)\s*$")
_LETTERS = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Sentence:
    """One breath; `is_item` where it is one of a list's."""

    text: str
    is_item: bool = False


def sentences_of(
    text: str, language: str, link: str, with_boxes: bool = False
) -> tuple[Sentence, ...]:
    """What a voice says for an answer's text.

    Args:
        link: said in the place of a link.
        with_boxes: with the post-office boxes of addresses.
    """
    if not with_boxes:
        text = _BOX.sub("", text)
    found: list[Sentence] = []
    for line in _lines(text):
        is_item = _ITEM.match(line) is not None
        spoken = _spoken(_ITEM.sub("", line), language, link)
        pieces = [piece for piece in _ENDS.split(spoken) if _LETTERS.search(piece)]
        if not with_boxes:
            pieces = [piece for piece in pieces if not _ABOUT_BOX.search(piece)]
        # What goes on in a list's line belongs to its item.
        pieces = [" ".join(pieces)] if is_item and pieces else pieces
        found += [Sentence(_ended(piece, language), is_item) for piece in pieces]
    return tuple(found)


def _lines(text: str) -> list[str]:
    """The lines; a link joins the one that leads to it, and is left out where none does."""
    lines: list[str] = []
    for line in text.split("\n"):
        if not is_link(line):
            lines.append(line)
        elif lines and _LEADS_ON.search(lines[-1]):
            lines[-1] = f"{lines[-1]} {line}"
    return lines


def _spoken(line: str, language: str, link: str) -> str:
    line = without_links(line, link)
    for pattern, said in spoken_forms(language).signs:
        line = pattern.sub(said, line)
    line = spoken_numbers(line, language)
    comma = "،" if language == "ar" else ","
    line = _BRACKETS[0].sub(f"{comma} ", line)
    line = _BRACKETS[1].sub(comma, line)
    line = _DASH.sub(f"{comma} ", line)
    line = _UNSPOKEN.sub(" ", _QUOTES.sub("", line))
    line = _ASKED_TWICE.sub(r"\1", _STOPS.sub(r"\1", _SPACES.sub(" ", line)))
    return _BEFORE_END.sub(r"\1\2\3", line).strip()


def _ended(piece: str, language: str) -> str:
    """With a full stop, so that the voice falls."""
    piece = piece.strip().rstrip(",،;؛ ")
    return piece if piece[-1] in ".!?؟:" else f"{piece}."
