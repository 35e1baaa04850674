"""What the telephone itself says: responses of the domain, as a voice says them."""

from __future__ import annotations

from bot.answers.plain import domain_responses
from bot.channels.telephone.reply import Saying
from bot.channels.telephone.speaking.sentences import sentences_of

CHANNEL = "telephone"


def written(response: str, language: str, **values: str) -> str:
    """The text of a response that needs no fact, with its values filled in.

    Its telephone variation, where it has one.

    Raises:
        KeyError: the domain has no such response.
        StopIteration: it has none for the language alone.
    """
    alone = [{"type": "slot", "name": "language", "value": language}]
    mine = [one for one in domain_responses()[response] if one["condition"] == alone]
    said = next(iter(sorted(mine, key=lambda one: one.get("channel") != CHANNEL)))
    text = str(said["text"])
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def spoken(response: str, language: str, **values: str) -> Saying:
    """The same for a voice."""
    text = written(response, language, **values)
    return Saying(" ".join(one.text for one in sentences_of(text, language, "")), language)
