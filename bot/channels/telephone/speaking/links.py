"""Links and addresses in an answer: nobody can note them down from a voice."""

from __future__ import annotations

import re

_LINK = re.compile(
    r"https?://[^\s<>()،؛]+"
    r"|(?<![\w@.])(?:www\.)?(?:[a-z0-9-]+\.)+(?:ma|com|org|net|gov\.ma|ac\.ma)(?:/[^\s<>()،؛]*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+•*-]+@[\w-]+(?:\.[\w-]+)+")
_TRAILING = ".,;:!?…»\u200e\u200f"
_MARKS = re.compile("[\u200e\u200f]")


def links_in(text: str) -> list[str]:
    """The links of a text in order, each once."""
    found = (one.rstrip(_TRAILING) for one in _LINK.findall(_MAIL.sub(" ", _MARKS.sub("", text))))
    return list(dict.fromkeys(found))


def is_link(line: str) -> bool:
    """Whether a line begins with a link."""
    return _LINK.match(_MARKS.sub("", line).strip()) is not None


def without_links(text: str, instead: str) -> str:
    """`text` with words in the place of each link; mail addresses are left out."""
    text = _MAIL.sub("", _MARKS.sub("", text))
    return _LINK.sub(lambda found: instead + _stop(found[0]), text)


def _stop(link: str) -> str:
    return link[len(link.rstrip(_TRAILING)) :]
