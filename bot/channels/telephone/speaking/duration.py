"""How long a voice takes for a text, reckoned.

French: a syllable for each group of vowels. Arabic is written without its short vowels: a letter
there is about seven tenths of a syllable. A figure is said in about 1.6 syllables a digit. Voices
say about five syllables a second, and stop for 0.4 s after a sentence, 0.2 s at a comma.
docs/helpline.md compares it with real sound.
"""

from __future__ import annotations

import re

SYLLABLES_A_SECOND = 5.0
SYLLABLES_A_DIGIT = 1.6
SYLLABLES_AN_ARABIC_LETTER = 0.7
_FRENCH = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+", re.IGNORECASE)
_SILENT_E = re.compile(r"(?<=[^\W\d_aeiouyéèê])e(?:s|nt)?\b", re.IGNORECASE)
_ARABIC = re.compile(r"[\u0621-\u064a]")
# Said letter by letter: CNOPS is often a word, ANAM too, but CIN, DH and the like are not.
_CAPITALS = re.compile(r"\b[A-Z]{2,4}\b")
_DIGIT = re.compile(r"\d")
_SENTENCE_END = re.compile(r"[.!?؟:](?=\s|$)")
_COMMA = re.compile(r"[,،;؛](?=\s|$)")
# As `SLOW` in bot/channels/telephone/twiml.py.
SLOWER = 0.8


def spoken_seconds(text: str, slow: bool = False) -> float:
    """Seconds that a voice takes at its usual pace, or at the slower one on demand."""
    pauses = 0.4 * len(_SENTENCE_END.findall(text)) + 0.2 * len(_COMMA.findall(text))
    spoken = _syllables(text) / SYLLABLES_A_SECOND
    return pauses + (spoken / SLOWER if slow else spoken)


def _syllables(text: str) -> float:
    capitals = sum(len(word) for word in _CAPITALS.findall(text))
    text = _SILENT_E.sub("", _CAPITALS.sub(" ", text))
    arabic = SYLLABLES_AN_ARABIC_LETTER * len(_ARABIC.findall(text))
    digits = SYLLABLES_A_DIGIT * len(_DIGIT.findall(text))
    return capitals + arabic + digits + len(_FRENCH.findall(text))
