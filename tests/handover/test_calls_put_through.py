"""A caller who is put through is no one to be taken from the queue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from handover import Outcome, State
from handover.migrations import downgrade, upgrade
from handover.tables import handovers
from identifiers.database import now
from tests.handover.conftest import wish


def test_a_call_waits_for_no_agent_and_nobody_takes_it(centre):
    call = centre.put_through()
    assert [talk.id for talk in centre.store.calls.under_way()] == [call]
    assert centre.store.talks.waiting() == []
    assert not centre.store.talks.take(call, centre.salma)
    assert not centre.store.talks.close(call, centre.salma, Outcome.SOLVED)


def test_who_writes_is_not_behind_those_who_call(centre):
    centre.put_through()
    _, ahead = centre.store.talks.enqueue(wish("writes"))
    assert ahead == 0


def test_a_conversation_has_one_open_hand_over_whatever_its_state(centre):
    call = centre.put_through()
    assert centre.put_through() == call
    with pytest.raises(IntegrityError), centre.store.engine.begin() as connection:
        row = connection.execute(handovers.select()).one()
        twice = {**row._mapping, "id": call + 1, "state": State.WAITING.value}
        connection.execute(handovers.insert().values(**twice))


def test_a_call_ends_once(centre):
    calls, call = centre.store.calls, centre.put_through()
    assert calls.answered("caller")
    assert not calls.answered("caller")
    assert calls.over("caller", timedelta(seconds=60))
    assert not calls.unanswered("caller")
    assert not calls.hung_up("caller")
    talk = centre.store.talks.find(call)
    assert (talk.state, talk.outcome) == (State.CLOSED, Outcome.SPOKEN)
    # Told when somebody picked up, one need not reckon back.
    assert talk.ended_at - talk.answered_at < timedelta(seconds=30)


def test_it_does_not_expire_like_a_wait(centre):
    call = centre.put_through()
    assert centre.store.talks.expire(timedelta(seconds=-1)) == []
    assert centre.state(call) == "on_call"


def test_forgetting_ends_it(centre):
    call = centre.put_through()
    centre.store.retention.forget("caller")
    assert centre.state(call) == "abandoned"


def test_a_supervisor_counts_calls_that_were_answered_and_those_that_were_not(centre):
    for conversation in ("spoken", "missed", "under way"):
        centre.put_through(conversation)
    centre.store.calls.over("spoken", timedelta(seconds=30))
    centre.store.calls.unanswered("missed")
    overview = centre.store.figures.overview(now() - timedelta(hours=1))
    assert (overview.begun, overview.answered, overview.expired) == (3, 1, 1)
    assert (overview.waiting, overview.taken) == (0, 1)
    assert overview.outcomes == {"spoken": 1}


def test_deeds_are_audited(centre):
    centre.put_through()
    centre.store.calls.answered("caller")
    centre.store.calls.over("caller")
    deeds = [row.action for row in centre.store.figures.audit(3)]
    assert deeds == ["call over", "answered", "put through"]


def test_an_older_version_gets_no_state_that_it_does_not_know(centre, url):
    call = centre.put_through()
    downgrade(url, "0001")
    upgrade(url)
    assert centre.state(call) == "abandoned"
