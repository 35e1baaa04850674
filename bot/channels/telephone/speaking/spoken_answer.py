"""Rasa's answers to one message, as parts to be said."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer, Button
from bot.channels.telephone.call import Option, Part
from bot.channels.telephone.speaking.parts import MOST_ITEMS, parts_of
from bot.channels.telephone.speaking.sentences import sentences_of


def spoken_parts(
    answers: Sequence[Answer], language: str, link: str, with_boxes: bool = False
) -> tuple[Part, ...]:
    """The parts; what can be chosen comes after the last words, three at a time.

    Args:
        link: said in the place of a link.
        with_boxes: with the post-office boxes of addresses.
    """
    sentences = [
        sentence
        for answer in answers
        for sentence in sentences_of(answer.text, language, link, with_boxes)
    ]
    texts = parts_of(sentences)
    choices = _threes([_option(button) for answer in answers for button in answer.buttons])
    if not texts:
        return tuple(Part("", some) for some in choices)
    first = choices[0] if choices else ()
    whole = [*(Part(text) for text in texts[:-1]), Part(texts[-1], first)]
    return (*whole, *(Part("", some) for some in choices[1:]))


def in_one(parts: Sequence[Part]) -> Part:
    """All parts at once, with the first three choices."""
    text = " ".join(part.text for part in parts if part.text)
    return Part(text, next((part.options for part in parts if part.options), ()))


def _option(button: Button) -> Option:
    return Option(button.title, button.payload)


def _threes(options: Sequence[Option]) -> list[tuple[Option, ...]]:
    different = list({option.payload: option for option in options}.values())
    starts = range(0, len(different), MOST_ITEMS)
    return [tuple(different[start : start + MOST_ITEMS]) for start in starts]
