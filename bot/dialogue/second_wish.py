"""The policy that answers the second of two wishes in one message, as rules answer it alone.

Rasa's rules would listen after the first answer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.certain_policy import CertainPolicy
from bot.understanding.intent_classifier import SECOND_WISH

_FILE = "answers.json"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class SecondWishPolicy(CertainPolicy):
    """After the first wish's answer predicts the action that the rules give the second wish."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        answers: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context)
        self._answers = answers or {}

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        """Learn the first action of every rule that holds whatever was said before."""
        rules = [tracker for tracker in training_trackers if tracker.is_rule_tracker]
        self._answers = dict(filter(None, (_rule_of(tracker.events) for tracker in rules)))
        with self._model_storage.write_to(self._resource) as directory:
            (Path(directory) / _FILE).write_text(json.dumps(self._answers))
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SecondWishPolicy:
        """The policy as it was trained."""
        with model_storage.read_from(resource) as directory:
            answers = json.loads((Path(directory) / _FILE).read_text())
        return cls(config, model_storage, resource, execution_context, answers)

    def _certain_action(self, tracker: DialogueStateTracker, domain: Domain) -> str | None:
        """The second answer when it is due; listening once it was given."""
        answer = self._answers.get(_second_wish(tracker) or "")
        if answer is None or tracker.active_loop_name is not None:
            return None
        done = _actions_since_message(tracker)
        if len(done) == 1:
            return answer
        # A form that is through is followed by what its own rule says.
        if done[1:] == [answer] and answer not in domain.form_names:
            return ACTION_LISTEN_NAME
        return None


def _second_wish(tracker: DialogueStateTracker) -> str | None:
    message = tracker.latest_message
    entities = message.entities if message else []
    return next((str(e["value"]) for e in entities if e.get("entity") == SECOND_WISH), None)


def _actions_since_message(tracker: DialogueStateTracker) -> list[str]:
    names = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted) and event.action_name:
            names.append(event.action_name)
    return names[::-1]


def _rule_of(events: Any) -> tuple[str, str] | None:
    """(intent, action) of a rule without a condition."""
    said: str | None = None
    before: list[Event] = []
    for event in events:
        if isinstance(event, UserUttered):
            said = event.intent_name
            if any(isinstance(one, ActiveLoop | SlotSet) for one in before):
                return None
        elif said is not None and isinstance(event, ActionExecuted):
            return said, str(event.action_name)
        before.append(event)
    return None
