"""The normal form of a message, for n-grams; the encoder is given the message itself.

Measured: normalising before the sentence encoder costs 5 points, not normalising before n-grams
costs more.
"""

from __future__ import annotations

import re
import unicodedata

from identifiers.placeholders import replace_placeholders

IDENTIFIER_WORD = " xidx "
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیئ", "ي"),
        **dict.fromkeys("گڭݣک", "ك"),
        "ة": "ه",
        "ؤ": "و",
        "ڤ": "ف",
        "پ": "ب",
        "ـ": "",
    }
)
_LATIN_SOUNDS = (
    ("tch", "S"), ("ch", "S"), ("sh", "S"), ("kh", "x"), ("gh", "g"), ("ou", "w"), ("dh", "d"),
    ("th", "t"), ("ph", "f"), ("qu", "k"), ("5", "x"), ("7", "h"), ("9", "k"), ("6", "t"),
    ("q", "k"), ("c", "k"), ("p", "b"), ("v", "f"),
)  # fmt: skip
_ARABIC_SOUNDS = {
    letter: sound
    for letters, sound in (
        ("ب", "b"), ("تثط", "t"), ("ج", "j"), ("خ", "x"), ("دذضظ", "d"), ("ر", "r"), ("ز", "z"),
        ("سص", "s"), ("ش", "S"), ("غ", "g"), ("ف", "f"), ("قك", "k"), ("ل", "l"), ("م", "m"),
        ("ن", "n"),
    )
    for letter in letters
}  # fmt: skip
_SKELETON_DROPPED = str.maketrans("", "", "aeiouwyh234ا")
_WORD = re.compile(r"[^\W_]+")


def normalise(text: str) -> str:
    """Lower case, no accents or vowel signs, one form a letter, single spaces."""
    text = replace_placeholders(text, IDENTIFIER_WORD).lower()
    plain = unicodedata.normalize("NFKD", text.replace("آ", "ا"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_ARABIC)
    plain = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in plain)
    plain = re.sub(r"([^\d\W])\1{2,}", r"\1", plain)
    return " ".join(re.findall(r"[^\W_]+|[?؟!]", plain)).replace("؟", "?")


def skeleton(normalised: str) -> str:
    """Consonants that both scripts share: kifach and كيفاش give one form."""
    return " ".join(filter(None, (_word_skeleton(word) for word in _WORD.findall(normalised))))


def _word_skeleton(word: str) -> str:
    if "\u0600" <= word[0] <= "\u06ff":
        consonants = "".join(_ARABIC_SOUNDS.get(letter, "") for letter in word)
    else:
        for written, heard in _LATIN_SOUNDS:
            word = word.replace(written, heard)
        consonants = word
    return re.sub(r"(.)\1+", r"\1", consonants.translate(_SKELETON_DROPPED))
