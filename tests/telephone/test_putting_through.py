"""A caller who is put through: what is dialled, what the desk is told, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handover import Cause, HandoverStore, Outcome, State
from handover.settings import TRANSFER
from tests.handover.conftest import wish
from tests.telephone.caller import PUBLIC_URL, Caller
from tests.telephone.conftest import serving

TARGET = "+212537000000"


@pytest.fixture
def store(settings) -> HandoverStore:
    settings.setenv(TRANSFER, TARGET)
    return HandoverStore.from_environment()


@pytest.fixture
def caller(store, rasa) -> Caller:
    """Somebody whom Rasa's action has put through, and who hears that it rings."""
    with serving(rasa) as server:
        caller = Caller(server)
        caller.rings()
        caller.presses("2")
        me = rasa.heard[-1].sender_id
        put_through = {"text": "Ne quittez pas.", "metadata": {"effect": "transfer"}}
        rasa.answers("/request_human", put_through)
        store.talks.enqueue(wish(me, channel="telephone", cause=Cause.ASKED, on_call=True))
        caller.presses("9")
        yield caller


def ended(store: HandoverStore) -> tuple[State, Outcome | None]:
    assert store.calls.under_way() == []
    talk = store.talks.find(1)
    return talk.state, talk.outcome


def test_the_centre_is_dialled_and_rings_for_half_a_minute(caller):
    dial = caller.document.find("Dial")
    assert dial.find("Number").text == TARGET
    assert (dial.get("timeout"), dial.get("answerOnBridge")) == ("30", "true")
    assert dial.find("Number").get("statusCallback").startswith(PUBLIC_URL)


def test_the_desk_sees_that_it_rings_then_that_somebody_speaks(caller, store):
    (talk,) = store.calls.under_way()
    assert talk.answered_at is None
    assert caller.is_answered().status_code == 200
    (talk,) = store.calls.under_way()
    first = talk.answered_at
    assert first is not None
    caller.is_answered()
    assert store.calls.under_way()[0].answered_at == first


def test_a_call_that_somebody_answered_is_over_and_done(caller, store):
    caller.is_answered()
    assert caller.dialled("completed").startswith("Merci")
    assert caller.was_hung_up
    assert ended(store) == (State.CLOSED, Outcome.SPOKEN)


def test_a_gateway_that_does_not_tell_who_picks_up_tells_how_long_it_was(caller, store):
    caller.dialled("completed")
    talk = store.talks.find(1)
    assert talk.ended_at - talk.answered_at >= timedelta(seconds=95)


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled"])
def test_a_call_that_nobody_answered_leads_to_a_call_back(caller, store, rasa, status):
    heard = caller.dialled(status)
    assert "personne n'a pu répondre" in heard
    assert rasa.texts()[-1] == "/request_call_back"
    assert not caller.was_hung_up
    assert ended(store) == (State.EXPIRED, None)


def test_who_hangs_up_while_it_rings_has_given_up(caller, store):
    caller.hangs_up()
    assert ended(store) == (State.ABANDONED, None)


def test_who_hangs_up_after_they_spoke_is_done(caller, store):
    caller.is_answered()
    caller.hangs_up()
    assert ended(store) == (State.CLOSED, Outcome.SPOKEN)
    # The gateway's word on the dialled call may come after that on the call itself.
    assert "<Hangup" in caller.post(_dialled(caller), DialCallStatus="completed").text
    assert ended(store) == (State.CLOSED, Outcome.SPOKEN)


def test_a_word_that_is_repeated_or_late_changes_nothing(caller, store, rasa):
    action = _dialled(caller)
    caller.dialled("no-answer")
    before = len(rasa.heard)
    again = caller.post(action, DialCallStatus="completed")
    assert "personne n'a pu répondre" in again.text
    assert len(rasa.heard) == before
    caller.post(f"{PUBLIC_URL}/webhooks/telephone/picked_up", ParentCallSid=caller.call)
    assert ended(store) == (State.EXPIRED, None)


def test_nobody_else_may_say_that_somebody_picked_up(caller, store):
    url = f"{PUBLIC_URL}/webhooks/telephone/picked_up"
    told = {"ParentCallSid": caller.call, "CallStatus": "in-progress"}
    assert caller.post(url, signature="-", **told).status_code == 403
    assert caller.post(url, ParentCallSid="CAother", CallStatus="in-progress").status_code == 200
    assert store.calls.under_way()[0].answered_at is None


def _dialled(caller: Caller) -> str:
    action: str = caller.document.find("Dial").get("action")
    return action
