"""The policy that hears "since when?" as a question on the application that was just told.

The same words alone would be a question on the start of the benefits: what they mean lies in the
turn before, which the understanding does not see.
"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.certain_policy import CertainPolicy

DETAIL = "application_detail"
TELLS, TELLS_DETAIL = "action_tell_application", "action_track_application"
MOST_WORDS = 6


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class ToldDetailPolicy(CertainPolicy):
    """Certain of telling the detail where a few words name one right after the telling."""

    def _certain_action(self, tracker: DialogueStateTracker, domain: Domain) -> str | None:
        """The detail, then listening."""
        if tracker.active_loop_name is not None or not _names_detail(tracker):
            return None
        now, before = _last_two_turns(list(tracker.events))
        if not {TELLS, TELLS_DETAIL} & set(before):
            return None
        return {(): TELLS_DETAIL, (TELLS_DETAIL,): ACTION_LISTEN_NAME}.get(tuple(now))


def _names_detail(tracker: DialogueStateTracker) -> bool:
    message = tracker.latest_message
    if message is None or len((message.text or "").split()) > MOST_WORDS:
        return False
    return any(entity.get("entity") == DETAIL for entity in message.entities)


def _last_two_turns(events: list[Event]) -> tuple[list[str], list[str]]:
    """The actions since the latest message, and those since the one before it."""
    turns: list[list[str]] = [[], []]
    turn = 0
    for event in reversed(events):
        if isinstance(event, UserUttered):
            turn += 1
            if turn == len(turns):
                break
        elif isinstance(event, ActionExecuted) and event.action_name != ACTION_LISTEN_NAME:
            turns[turn].insert(0, str(event.action_name))
    return turns[0], turns[1]
