"""Calls that students asked for: one agent makes each; numbers are kept no longer than needed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from handover import Cause, Summary
from handover.call_backs import CallWish
from identifiers.database import now
from identifiers.keys import KeyChain

NUMBER = "0612345678"


def ask(centre, conversation="me", hours=1):
    at = now() + timedelta(hours=hours)
    summary = Summary(topics=("ask_rejection",))
    span = (at, at + timedelta(hours=4))
    return centre.store.call_backs.ask(
        CallWish(conversation, "ar", Cause.ASKED, summary, *span, NUMBER)
    )


def rows(centre, what):
    with centre.store.engine.connect() as connection:
        query = f"SELECT {what} FROM handover_call_backs ORDER BY id"
        return connection.exec_driver_sql(query).all()


def test_calls_are_listed_by_their_time_without_the_number(centre):
    ask(centre, "late", 5)
    ask(centre, "soon", 1)
    calls = centre.store.call_backs.to_make()
    assert [one.conversation for one in calls] == ["soon", "late"]
    assert NUMBER not in repr(calls) and NUMBER not in str(rows(centre, "*"))


def test_the_newest_wish_of_a_conversation_counts(centre):
    ask(centre)
    newest = ask(centre, hours=2)
    assert [one.id for one in centre.store.call_backs.to_make()] == [newest]
    assert rows(centre, "number")[0][0] is None


def test_only_the_agent_who_took_the_call_sees_the_number_and_that_is_audited(centre):
    call, calls = ask(centre), centre.store.call_backs
    assert calls.number(call, centre.salma) is None
    with ThreadPoolExecutor(8) as pool:
        agents = [centre.salma, centre.omar] * 4
        took = [a for a in agents if pool.submit(calls.take, call, a).result()]
    (mine,) = took
    other = centre.omar if mine == centre.salma else centre.salma
    assert calls.number(call, other) is None and calls.number(call, mine) == NUMBER
    with centre.store.engine.connect() as connection:
        query = "SELECT agent_id FROM handover_audit WHERE action = 'number shown'"
        assert connection.exec_driver_sql(query).scalars().all() == [mine]


def test_a_call_that_was_made_leaves_no_number(centre):
    call, calls = ask(centre), centre.store.call_backs
    calls.take(call, centre.salma)
    assert calls.reached(call, centre.salma) and not calls.reached(call, centre.salma)
    assert calls.to_make() == [] and rows(centre, "number, state") == [(None, "done")]


def test_who_is_not_reached_is_called_three_times_an_hour_apart(centre):
    call, calls = ask(centre), centre.store.call_backs
    for _ in range(2):
        calls.take(call, centre.salma)
        assert calls.not_reached(call, centre.salma)
        (again,) = calls.to_make()
        assert timedelta(minutes=59) < again.due_at - now() <= timedelta(hours=1)
    calls.take(call, centre.salma)
    assert calls.not_reached(call, centre.salma)
    assert calls.to_make() == [] and rows(centre, "number, state") == [(None, "failed")]


def test_a_call_that_an_agent_took_and_forgot_is_free_again(centre):
    call, calls = ask(centre), centre.store.call_backs
    assert calls.take(call, centre.salma) and not calls.take(call, centre.omar)
    with time_machine.travel(now() + timedelta(minutes=21)):
        assert calls.take(call, centre.omar)


def test_forgetting_deletes_the_number_and_cancels_the_call(centre):
    ask(centre)
    assert centre.store.retention.forget("me")["call_backs"] == 1
    assert centre.store.call_backs.to_make() == []
    assert rows(centre, "number, state, conversation") == [(None, "cancelled", "forgotten")]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_number_outlives_a_rotation_of_the_keys(centre, monkeypatch):
    call, calls = ask(centre), centre.store.call_backs
    longer = KeyChain.from_environment().longer().encode()
    monkeypatch.setenv("TAGHTIA_KEY", longer)
    calls.take(call, centre.salma)
    assert calls.number(call, centre.salma) == NUMBER
