"""What the telephone itself says: responses of the domain, as a voice says them."""

from __future__ import annotations

from bot.answers.plain import variations_today
from bot.channels.telephone.reply import Saying
from bot.channels.telephone.speaking.sentences import sentences_of

CHANNEL = "telephone"


def written(response: str, language: str, **values: str) -> str:
    """The text of a response as it is said today, with its values filled in.

    Its telephone variation, where it has one.

    Raises:
        KeyError: the domain has no such response.
        StopIteration: it has none for the language and the student scheme alone.
    """
    mine = variations_today(response, language)
    said = min(mine, key=lambda one: one.get("channel") != CHANNEL)
    text = str(said["text"])
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def spoken(response: str, language: str, **values: str) -> Saying:
    """The same for a voice."""
    text = written(response, language, **values)
    return Saying(" ".join(one.text for one in sentences_of(text, language, "")), language)
