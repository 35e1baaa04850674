"""The policy that listens after the fallback: one such answer a message, come what may.

Inside a form that refused a message Rasa's rules predict the fallback again and again, up to the
limit of actions; then the conversation is stuck.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.certain_policy import CertainPolicy


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class OneFallbackPolicy(CertainPolicy):
    """Certain that it is time to listen once the fallback action was taken.

    Configuration: `fallback_action`, its name.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No fallback action."""
        return {**CertainPolicy.get_default_config(), "fallback_action": None}

    def _certain_action(self, tracker: DialogueStateTracker, domain: Domain) -> str | None:
        fallback = tracker.latest_action_name == self.config["fallback_action"]
        return ACTION_LISTEN_NAME if fallback else None
