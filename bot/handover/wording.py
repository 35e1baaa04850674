"""A line of a talk as the student gets it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answers.answer import Answer
from bot.answers.plain import plain_answer
from handover import Line

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_AGENT = "{agent}"


def answer_of(line: Line, agent: str) -> Answer:
    """A notice of the domain, or the agent's own words under the name that students see."""
    if line.response:
        notice = plain_answer(line.response, line.language)
        return replace(notice, text=notice.text.replace(_AGENT, agent))
    return Answer(line.text, written_language(line.text), agent=agent)


def written_language(text: str) -> str:
    """`ar` where there are Arabic letters, else `fr`."""
    return "ar" if _ARABIC.search(text) else "fr"
