"""The simulation is the same for the same seed, and all of it is what Rasa could publish."""

from __future__ import annotations

import json
from datetime import datetime

from bot.bench.simulated_talks import simulate
from insights.events import EventReader
from insights.places import town_name
from insights.pseudonyms import Pseudonyms
from knowledge.clock import MOROCCO

FIRST = datetime(2026, 10, 5, tzinfo=MOROCCO)


def test_one_seed_makes_one_crowd_and_another_seed_another():
    first, again, other = (list(simulate(40, FIRST, 7, seed)) for seed in (1, 1, 2))
    assert first == again != other


def test_every_event_is_one_that_the_store_takes_and_none_is_delivered_twice():
    reader = EventReader(Pseudonyms(b"k" * 32), town_name)
    records = [reader.read(body) for body in simulate(60, FIRST, 7, seed=3)]
    assert None not in records
    assert len({record.key for record in records}) == len(records)


def test_beginnings_lie_in_the_days_and_most_in_the_day_time():
    bodies = [json.loads(body) for body in simulate(300, FIRST, 7, seed=4)]
    begun = {}
    for event in bodies:
        begun.setdefault(event["sender_id"], datetime.fromtimestamp(event["timestamp"], MOROCCO))
    assert all(0 <= (moment - FIRST).total_seconds() < 7 * 86_400 + 60 for moment in begun.values())
    assert sum(8 <= moment.hour < 23 for moment in begun.values()) > 0.8 * len(begun)
