"""What our policies have in common: certain of one action, or silent."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

# Above Rasa's rules.
_PRIORITY = 7


class CertainPolicy(Policy):
    """Predicts the action that `_certain_action` names with certainty, and nothing otherwise."""

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
        """Certain of one action, or of nothing."""
        probabilities = self._default_predictions(domain)
        action = self._certain_action(tracker, domain)
        if action is not None:
            probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities)

    def _certain_action(self, tracker: DialogueStateTracker, domain: Domain) -> str | None:
        raise NotImplementedError
