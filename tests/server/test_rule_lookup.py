"""Our look-up of rules finds exactly those that Rasa's finds, in any conversation."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import SHOULD_NOT_BE_SET

from bot.rule_lookup import SortedRules, _possible_keys

RASAS = RulePolicy._get_possible_keys
ACTIONS = ("action_listen", "utter_a", "form")
conversation_state = st.fixed_dictionaries(
    {},
    optional={
        "prev_action": st.fixed_dictionaries({"action_name": st.sampled_from(ACTIONS)}),
        "user": st.fixed_dictionaries({"intent": st.sampled_from(("a", "b"))}),
        "slots": st.fixed_dictionaries({}, optional={"topic": st.sampled_from(((1.0,), (0.0,)))}),
        "active_loop": st.fixed_dictionaries({"name": st.sampled_from(("form", None))}),
    },
)
rule_state = st.fixed_dictionaries(
    {},
    optional={
        "prev_action": st.fixed_dictionaries({"action_name": st.sampled_from(ACTIONS)}),
        "user": st.fixed_dictionaries({"intent": st.sampled_from(("a", "b"))}),
        "slots": st.fixed_dictionaries({"topic": st.sampled_from(((1.0,), SHOULD_NOT_BE_SET))}),
        "active_loop": st.fixed_dictionaries(
            {"name": st.sampled_from(("form", SHOULD_NOT_BE_SET))}
        ),
    },
)
rules = st.lists(st.lists(rule_state, min_size=1, max_size=4), max_size=12)


def policy():
    return object.__new__(RulePolicy)


def lookup_of(rules):
    return {json.dumps(states): "utter_a" for states in rules}


@settings(max_examples=300, deadline=None)
@given(rules, st.lists(conversation_state, max_size=6))
def test_the_rules_found_are_rasas(rules, states):
    lookup = lookup_of(rules)
    assert _possible_keys(policy(), lookup, states) == RASAS(policy(), lookup, states)


def test_a_policy_that_learns_more_rules_is_asked_anew():
    mine, state = policy(), {"prev_action": {"action_name": "utter_a"}}
    lookup = lookup_of([[{"prev_action": {"action_name": "form"}}]])
    assert _possible_keys(mine, lookup, [state]) == set()
    lookup |= lookup_of([[state]])
    assert _possible_keys(mine, lookup, [state]) == set(lookup_of([[state]]))


def test_a_long_conversation_is_not_looked_through():
    class Counting(list):
        read = 0

        def __reversed__(self):
            for state in super().__reversed__():
                Counting.read += 1
                yield state

    state = {"prev_action": {"action_name": "utter_a"}}
    SortedRules(policy(), lookup_of([[state, state]])).possible(Counting([state] * 1000))
    assert Counting.read == 2
