"""Remembers what repeated messages mean: "salam" and "merci" are most of what is said twice.

A message's meaning is its text's alone: no component of the pipeline reads the conversation. The
texts are those that the gate lets through, without identifiers; the latest are kept, in memory.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX

MOST = 5_000
Parsed = dict[str, Any]
Parse = Callable[..., Parsed]


class Remembered:
    """Calls `parse` for texts that are new or forgotten; the least recently said is forgotten."""

    def __init__(self, parse: Parse, most: int = MOST) -> None:
        self._parse = parse
        self._most = most
        self._parsed: OrderedDict[tuple[str, tuple[Any, ...]], Parsed] = OrderedDict()

    def __call__(self, message: UserMessage, tracker: Any, *options: Any) -> Parsed:
        """As Rasa's `_parse_message_with_graph`; each caller gets a copy of their own."""
        text = message.text or ""
        if text.startswith(INTENT_MESSAGE_PREFIX):
            return self._parse(message, tracker, *options)
        key = (text, options)
        if key not in self._parsed:
            self._parsed[key] = self._parse(message, tracker, *options)
            if len(self._parsed) > self._most:
                self._parsed.popitem(last=False)
        self._parsed.move_to_end(key)
        return copy.deepcopy(self._parsed[key])


def remember_meanings(agent: Agent) -> None:
    """Let the running agent understand a repeated message without computing it again."""
    if agent.processor is not None:
        parse = agent.processor._parse_message_with_graph
        agent.processor._parse_message_with_graph = Remembered(parse)
