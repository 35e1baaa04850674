"""Where the last answer's facts come from."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from knowledge import Knowledge

MOST_SOURCES = 5


def facts_of_last_answer(tracker: DialogueStateTracker) -> list[str]:
    """Ids of the facts under the newest answer that rested on any, newest first."""
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered):
            facts = (event.metadata.get("metadata") or {}).get("facts")
            if facts:
                return list(facts)
    return []


def source_list(knowledge: Knowledge, facts: Iterable[str], language: str) -> str:
    """One line a source, "• title (date)" with its address where it has one; "" without any."""
    by_fact = [knowledge.sources_of(fact) for fact in facts]
    # The best source of each fact first, then the second best of each ...
    ids = dict.fromkeys(source for rank in zip_longest(*by_fact) for source in rank if source)
    lines = []
    for source_id in list(ids)[:MOST_SOURCES]:
        source = knowledge.sources[source_id]
        line = f"• {source.title.get(language)} ({source.date.get(language)})"
        lines.append(f"{line}\n{source.url}" if source.url else line)
    return "\n".join(lines)
