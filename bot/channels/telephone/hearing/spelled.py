"""A CIN, a Massar code or a telephone number as it is dictated: letters first, then digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from bot.channels.telephone.hearing.arabic_numbers import arabic_digits
from bot.channels.telephone.hearing.french_numbers import french_digits
from bot.channels.telephone.hearing.letters import is_as_in, letter_named, letter_of_example
from identifiers.folding import fold

_FILLERS = Path(__file__).with_name("fillers.yml")
_WORD = re.compile(r"[^\s,،.؛;:!?؟()/_-]+(?:-[^\W\d]+)*")
# "AB123456", "G123": letters that the recogniser has put together already.
_TOGETHER = re.compile(r"(?P<letters>[a-z]{1,2})(?P<digits>\d+)")
_TWO_LETTERS = re.compile(r"[A-Z]{2}")
_TWO_BEFORE_DIGITS = re.compile(r"(?<![^\W_])(?P<two>[A-Za-z]{2})\s+(?=\d)")
# For so many digits one other word may be said, that is neither letter nor a usual one.
DIGITS_A_WORD = 3


@dataclass
class Spelled:
    """What was dictated; `others` counts the words that are no part of any number."""

    letters: str = field(default="", repr=False)
    digits: str = field(default="", repr=False)
    others: int = 0

    @property
    def is_dictation(self) -> bool:
        """Whether somebody dictates, and does not ask something."""
        if not self.digits:
            return bool(self.letters) and not self.others
        return self.others <= max(1, len(self.digits) // DIGITS_A_WORD)


def spelled(text: str, language: str) -> Spelled:
    """What a transcript dictates, in `fr` or `ar`; letters after the first digit do not count."""
    heard = Spelled()
    words = _words(text, language)
    for word in words:
        if word.isdigit():
            heard.digits += word
        elif is_as_in(word):
            heard.letters = _with_example(heard.letters, next(words, ""))
        elif not _take_letters(word, heard) and fold(word).text not in _fillers():
            heard.others += 1
    return heard


def _words(text: str, language: str) -> Iterator[str]:
    """The words with letters by name put into one, and numbers in digits."""
    letters_first, rest = _leading_letters(text)
    in_digits = arabic_digits if language == "ar" else french_digits
    numbers = in_digits(rest, dictated=True)
    yield from letters_first
    for word in _WORD.findall(_TWO_BEFORE_DIGITS.sub(_joined, numbers)):
        yield fold(word).text if word.isdigit() else word


def _leading_letters(text: str) -> tuple[list[str], str]:
    """Letters by name at the beginning, where "ألف" is A and no thousand, and what follows."""
    words: list[str] = text.split()
    found: list[str] = []
    while words and fold(words[0]).text in _fillers() and letter_named(words[0]) is None:
        words.pop(0)
    while words:
        pair = letter_named(" ".join(words[:2])) if len(words) > 1 else None
        letter = pair or letter_named(words[0])
        if letter is None or len(found) >= 2:
            break
        del words[: 2 if pair else 1]
        found.append(letter)
        if len(words) > 1 and is_as_in(words[0]):
            del words[:2]
    return found, " ".join(words)


def _joined(found: re.Match[str]) -> str:
    """Two letters that a recogniser put together, "ab 123456", unless they are a word."""
    two: str = found["two"]
    is_word = fold(two).text in _fillers() or letter_named(two) is not None
    return found[0] if is_word else two


def _with_example(letters: str, example: str) -> str:
    """The example speaks only where its letter was not understood."""
    first = letter_of_example(example)
    return letters if letters or first is None else first


def _take_letters(word: str, heard: Spelled) -> bool:
    if heard.digits:
        return False
    together = _TOGETHER.fullmatch(fold(word).text)
    if together is not None:
        heard.letters += together["letters"].upper()
        heard.digits += together["digits"]
        return True
    if _TWO_LETTERS.fullmatch(word) and not heard.letters:
        heard.letters = word
        return True
    letter = letter_named(word)
    if letter is None or len(heard.letters) >= 2:
        return False
    heard.letters += letter
    return True


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    kept = yaml.safe_load(_FILLERS.read_text(encoding="utf-8"))
    return frozenset(fold(word).text for words in kept.values() for word in words.split())
