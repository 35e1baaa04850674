"""Finds the rules that hold now, without asking each rule about each turn of the conversation.

Rasa's rule policy, asked twice a turn, asks some 500 rules, about every turn since the conversation
began. Here the rules are sorted by the action before; only those that fit are asked, by Rasa's own
comparison, and only about as many turns as they have (`tests/server/test_rule_lookup.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION

State = Mapping[str, Any]
# The states of a rule, the latest first.
Rule = tuple[str, list[State]]


class SortedRules:
    """One of the policy's look-ups: keys are the rules' states in JSON."""

    def __init__(self, policy: RulePolicy, lookup: Mapping[str, str]) -> None:
        self.of, self.count = lookup, len(lookup)
        self._matches = policy._does_rule_match_state
        self._after: dict[Hashable, list[Rule]] = defaultdict(list)
        for key in lookup:
            states = list(reversed(policy._rule_key_to_state(key)))
            self._after[_before(states[0])].append((key, states))

    def possible(self, states: list[State]) -> set[str]:
        """The keys of the rules that hold; without any state, all."""
        if not states:
            return set(self.of)
        now = states[-1]
        candidates = self._after.get(_before(now), [])
        return {key for key, rule in candidates if self._holds(rule, states)}

    def _holds(self, rule: list[State], states: list[State]) -> bool:
        return all(map(self._fits, rule, islice(reversed(states), len(rule))))

    def _fits(self, rule: State, state: State) -> bool:
        begins, has_begun = not rule.get(PREVIOUS_ACTION), bool(state.get(PREVIOUS_ACTION))
        if begins or not has_begun:
            # Slots with a first value are in both.
            return begins and not has_begun
        return bool(self._matches(rule, state))


def spare_rules() -> None:
    """Let Rasa's rule policies find rules as above, in this process."""
    RulePolicy._get_possible_keys = _possible_keys


def _before(state: State) -> Hashable:
    return str((state.get(PREVIOUS_ACTION) or {}).get("action_name"))


_sorted: WeakKeyDictionary[RulePolicy, dict[int, SortedRules]] = WeakKeyDictionary()


def _possible_keys(policy: RulePolicy, lookup: Mapping[str, str], states: list[State]) -> set[str]:
    known = _sorted.setdefault(policy, {})
    rules = known.get(id(lookup))
    if rules is None or rules.of is not lookup or rules.count != len(lookup):
        rules = known[id(lookup)] = SortedRules(policy, lookup)
    return rules.possible(states)
