"""One form for the many spellings of a name, in either script (rules: place_names.md §2)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[\u0610-\u061a\u064b-\u065f\u0670\u0640]+[^\W_]*)*")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_FORMS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیئ", "ي"),
        **dict.fromkeys("گڭݣک", "ك"),
        "ة": "ه",
        "ؤ": "و",
        "ڤ": "ف",
        "پ": "ب",
        "ء": "",
        "ـ": "",
    }
)
_ARABIC_PREFIXES = ("فال", "بال", "وال", "كال", "لل", "ف", "ب", "ل", "و", "ك", "د", "ه")
_LATIN_PREFIXES = ("f", "b", "l", "d")
# Spellings that sound the same, applied in this order.
_SOUNDS = (
    ("tch", "ch"), ("sch", "ch"), ("sh", "ch"), ("kh", "5"), ("gh", "8"), ("gue", "ge"),
    ("gui", "gi"), ("dj", "j"), ("ph", "f"), ("qu", "k"), ("ou", "u"), ("oo", "u"), ("w", "u"),
    ("y", "i"), ("q", "k"), ("9", "k"), ("c", "k"), ("7", "h"), ("6", "t"), ("3", "a"), ("e", "i"),
    ("o", "u"), ("v", "f"), ("p", "b"),
)  # fmt: skip


@dataclass(frozen=True)
class Token:
    """A word of a message, `text[start:end]`, and its folded form."""

    start: int
    end: int
    folded: str


def tokens(text: str) -> list[Token]:
    """The words of a text; apostrophes, hyphens and dots part them."""
    found = (Token(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text))
    return [token for token in found if token.folded]


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Lower case, no accents or vowel signs, one form of each letter."""
    plain = unicodedata.normalize("NFKD", word.replace("آ", "ا").lower().replace("œ", "oe"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in plain)
    if is_arabic(plain):
        plain = plain.translate(_ARABIC_FORMS)
        return re.sub(r"(.)\1{2,}", r"\1", plain)
    return re.sub(r"(.)\1{2,}", r"\1", plain)


def is_arabic(text: str) -> bool:
    """Whether any letter is Arabic."""
    return _ARABIC.search(text) is not None


def sound(folded: str) -> str:
    """A coarser form of a folded name, the same for spellings that sound alike."""
    if is_arabic(folded):
        text = folded.replace("ص", "س").replace("ط", "ت").replace("ض", "د").replace("ظ", "د")
        text = re.sub(r"ا\b", "ه", text)
        return re.sub(r"(.)\1+", r"\1", text)
    text = folded
    for written, heard in _SOUNDS:
        text = text.replace(written, heard)
    text = re.sub(r"\b(?:al|il|l|ar|ir|as|is|at|it|ach|ich|an|in)\s", "", text)
    text = re.sub(r"(.)\1+", r"\1", text)
    return re.sub(r"i\b", "", text) if len(text) > 4 else text


def unglued(word: str, shortest: int = 3) -> list[str]:
    """The word without a preposition written onto it: فالرباط → الرباط, رباط; frbat → rbat.

    Args:
        shortest: letters that must remain.
    """
    prefixes = _ARABIC_PREFIXES if is_arabic(word) else _LATIN_PREFIXES
    parts = []
    for prefix in prefixes:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= shortest:
            parts.append(rest)
            if is_arabic(word):
                parts.append(f"ال{rest}")
                if rest.startswith("ل") and len(rest) > 3:
                    parts.append(f"ا{rest}")
    return parts
