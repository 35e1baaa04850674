"""The policy that hears "since when?" as a question on the application that was just told.

The same words alone would be a question on the start of the benefits: what they mean lies in the
turn before, which the understanding does not see.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

DETAIL = "application_detail"
TELLS, TELLS_DETAIL = "action_tell_application", "action_track_application"
MOST_WORDS = 6
# Above Rasa's rules.
_PRIORITY = 7


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class ToldDetailPolicy(Policy):
    """Certain of telling the detail where a few words name one right after the telling."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Its priority among the policies."""
        return {"priority": _PRIORITY}

    @staticmethod
    def supported_data() -> SupportedData:
        """Rules only."""
        return SupportedData.RULE_DATA

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        """Nothing to learn."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Certain of the detail, then of listening, and of nothing otherwise."""
        probabilities = self._default_predictions(domain)
        action = _due(tracker)
        if action is not None:
            probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities)


def _due(tracker: DialogueStateTracker) -> str | None:
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
