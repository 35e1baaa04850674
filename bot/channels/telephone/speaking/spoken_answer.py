"""Rasa's answers to one message, as parts to be said."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer, Button
from bot.channels.telephone.call import Option, Part
from bot.channels.telephone.speaking.duration import spoken_seconds
from bot.channels.telephone.speaking.parts import MOST_ITEMS, parts_of
from bot.channels.telephone.speaking.sentences import sentences_of

# A question with what leads to it: one must know why before one gives a number.
MOST_SECONDS_ASKING = 38.0


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


def question_parts(answers: Sequence[Answer], language: str, link: str) -> tuple[Part, ...]:
    """The same where the last answer asks for a number: its question is in one part.

    So is what leads to it, if it is short enough; an answer to something else comes before.
    """
    parts = [_in_one(spoken_parts(answers[-1:], language, link))]
    before = list(answers[:-1])
    while before:
        longer = _in_one([*spoken_parts(before[-1:], language, link), parts[0]])
        if spoken_seconds(longer.text) > MOST_SECONDS_ASKING:
            break
        before.pop()
        parts[0] = longer
    return (*spoken_parts(before, language, link), *parts)


def _in_one(parts: Sequence[Part]) -> Part:
    """All parts at once, with the last choices."""
    text = " ".join(part.text for part in parts if part.text)
    return Part(text, parts[-1].options)


def _option(button: Button) -> Option:
    return Option(button.title, button.payload)


def _threes(options: Sequence[Option]) -> list[tuple[Option, ...]]:
    different = list({option.payload: option for option in options}.values())
    starts = range(0, len(different), MOST_ITEMS)
    return [tuple(different[start : start + MOST_ITEMS]) for start in starts]
