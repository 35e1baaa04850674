"""Every metric that there is. Labels are words of our own, never anything that a person wrote."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

# Seconds; a turn within the first four is not noticed as waiting.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

TURNS = Counter(
    "taghtia_turns",
    "Messages answered: outcome answered, agent (an agent has the talk) or apology.",
    ["channel", "language", "outcome"],
)
TURN_SECONDS = Histogram(
    "taghtia_turn_seconds", "From the gate to the last answer.", ["channel"], buckets=_SECONDS
)
STAGE_SECONDS = Histogram(
    "taghtia_stage_seconds",
    "Parts of a turn: admit, understand, decide, load, save, act (a call of the action server),"
    " word; in the action server: run.",
    ["stage"],
    buckets=_SECONDS,
)
INTENTS = Counter("taghtia_intents", "Messages by what was understood.", ["intent"])
FALLBACKS = Counter(
    "taghtia_fallbacks", "Answers that say so: not understood, out of scope, asked back.", ["kind"]
)
REFUSED = Counter(
    "taghtia_refused_messages", "Messages that the gate did not let through.", ["channel", "reason"]
)
HANDOVERS = Counter(
    "taghtia_handovers", "Conversations for which a person was asked for.", ["cause"]
)
TRACKING = Counter(
    "taghtia_tracking", "Look-ups: found, not_found, locked, unreachable, failed.", ["outcome"]
)
ACTION_FAILURES = Counter(
    "taghtia_action_failures", "Custom actions that ended with an error.", ["action"]
)
EVENTS_WAITING = Gauge(
    "taghtia_events_waiting",
    "Conversation events that wait for RabbitMQ.",
    multiprocess_mode="livesum",
)
EVENTS_DROPPED = Counter(
    "taghtia_events_dropped", "Conversation events given up because too many waited."
)
RETRIES = Counter(
    "taghtia_retries", "Calls that were made again because who is called was away.", ["called"]
)
DEPENDENCY_UP = Gauge(
    "taghtia_dependency_up",
    "Whether a store or service answered at the last look at /health/ready.",
    ["dependency"],
    multiprocess_mode="livemin",
)
