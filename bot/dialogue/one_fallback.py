"""The policy that listens after the fallback: one such answer a message, come what may.

Inside a form that refused a message Rasa's rules predict the fallback again and again, up to the
limit of actions; then the conversation is stuck.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

# Above Rasa's rules.
_PRIORITY = 7


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class OneFallbackPolicy(Policy):
    """Certain that it is time to listen once the fallback action was taken.

    Configuration: `fallback_action`, its name.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Its priority among the policies, and no fallback action."""
        return {"priority": _PRIORITY, "fallback_action": None}

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
        """Certain of listening after the fallback, and of nothing otherwise."""
        probabilities = self._default_predictions(domain)
        if tracker.latest_action_name == self.config["fallback_action"]:
            probabilities[domain.index_for_action(ACTION_LISTEN_NAME)] = 1.0
        return self._prediction(probabilities)
