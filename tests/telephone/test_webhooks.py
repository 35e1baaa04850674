"""Gateways: who may call, what is delivered twice, late, or while an action is slow."""

from __future__ import annotations

import pytest
import requests
from sqlalchemy.exc import OperationalError
from twilio.request_validator import RequestValidator

import bot.channels.telephone.turns as turns
from bot.channels.telephone.calls import Calls
from bot.channels.telephone.settings import TelephoneSettings
from tests.telephone.caller import PUBLIC_URL, START, TOKEN, Caller
from tests.telephone.conftest import serving
from tests.waiting import wait_until

HEARD = f"{PUBLIC_URL}/webhooks/telephone/heard?turn="


@pytest.fixture
def hurried(settings):
    """Whoever takes longer than a moment is slow."""
    settings.setattr(turns, "PATIENCE", 0.2)


@pytest.mark.parametrize("signature", ["", "bm8gc2lnbmF0dXJl", "x" * 28])
def test_a_forged_web_hook_is_refused(server, rasa, signature):
    caller = Caller(server)
    for path in (
        "webhook",
        "heard?turn=1",
        "pending?turn=1&asked=1",
        "transferred?turn=1",
        "picked_up",
        "status",
    ):
        url = f"{PUBLIC_URL}/webhooks/telephone/{path}"
        reply = caller.post(url, signature=signature or "-", SpeechResult="bonjour")
        assert reply.status_code == 403
    assert rasa.texts() == []


def test_a_signature_covers_address_and_words(server):
    caller = Caller(server)
    caller.rings()
    caller.presses("2")
    signed = caller.sent[-1]
    signature = RequestValidator(TOKEN).compute_signature(*signed)
    other_turn = caller.post(f"{HEARD}7", signature=signature, **signed[1])
    other_words = caller.post(signed[0], signature=signature, **{**signed[1], "Digits": "9"})
    assert (other_turn.status_code, other_words.status_code) == (403, 403)


def test_without_the_setting_there_is_no_such_address(settings, rasa):
    settings.delenv("TAGHTIA_TELEPHONE_TOKEN")
    with serving(rasa) as server:
        assert (
            requests.post(f"{server}{START}", data={"CallSid": "x"}, timeout=5).status_code == 404
        )


@pytest.mark.parametrize("url", ["", "http://assistant.example"])
def test_a_missing_or_plain_public_address_is_named(settings, url):
    settings.setenv("TAGHTIA_PUBLIC_URL", url)
    with pytest.raises(ValueError, match="TAGHTIA_PUBLIC_URL must be the https://"):
        TelephoneSettings.from_environment()


def test_a_wrong_transfer_is_named(settings):
    settings.setenv("TAGHTIA_TELEPHONE_TRANSFER", "0538002020")
    with pytest.raises(ValueError, match="TAGHTIA_TELEPHONE_TRANSFER must be a number with"):
        TelephoneSettings.from_environment()


def test_a_web_hook_without_a_call_is_told_so(server):
    assert Caller(server, call="").post(PUBLIC_URL + START).status_code == 400


def test_a_repeated_web_hook_gets_the_same_answer_and_is_asked_once(caller, rasa):
    caller.says("c'est payant")
    last = caller.sent[-1]
    replies = [caller.post(last[0], **last[1]).text for _ in range(3)]
    assert len(set(replies)) == 1
    assert "re c'est payant" in replies[0]
    assert rasa.texts().count("c'est payant") == 1


def test_a_late_web_hook_does_no_harm(caller, rasa):
    caller.says("question A")
    late = caller.sent[-1]
    caller.says("question B")
    reply = caller.post(late[0], **late[1])
    assert "re question B" in reply.text
    assert caller.says("question C") == "re question C."
    assert rasa.texts()[-3:] == ["question A", "question B", "question C"]


def test_a_welcome_that_is_delivered_again_does_not_begin_anew(caller):
    caller.says("c'est payant")
    again = caller.post(PUBLIC_URL + START, CallStatus="in-progress")
    assert "re c'est payant" in again.text


def test_a_slow_answer_is_waited_for_in_words(hurried, server, rasa):
    caller = Caller(server)
    caller.rings()
    caller.presses("2")
    go = rasa.hold("lent")
    first = caller.post(f"{HEARD}{caller.turn()}", SpeechResult="lent")
    assert first.elapsed.total_seconds() < 5
    assert "Un instant, je cherche." in first.text
    assert "<Redirect" in first.text
    go.set()
    assert caller.says("lent") == "re lent."
    assert rasa.texts().count("lent") == 1


def test_an_answer_that_never_comes_ends_in_an_apology(hurried, server, rasa):
    caller = Caller(server)
    caller.rings()
    caller.presses("2")
    go = rasa.hold("jamais")
    heard = caller.says("jamais")
    assert caller.fillers[0].startswith("Un instant")
    assert set(caller.fillers[1:]) == {"Je cherche encore, ne quittez pas."}
    assert "quelque chose n'a pas fonctionné" in heard
    go.set()
    # What comes too late is not said in the place of the next answer.
    assert caller.says("autre chose") == "re autre chose."


def test_an_action_that_fails_is_apologised_for_and_the_call_goes_on(caller, rasa):
    rasa.failing |= {"panne", "/action_failed", "/restart"}
    assert "quelque chose n'a pas fonctionné" in caller.says("panne")
    assert caller.says("autre chose") == "re autre chose."


def test_two_servers_share_a_call(settings, rasa, url):
    settings.setenv("TAGHTIA_OUTBOX_URL", url)
    with serving(rasa) as one, serving(rasa) as other:
        caller = Caller(one)
        caller.rings()
        caller.server = other
        caller.presses("2")
        assert caller.says("bonjour") == "re bonjour."
        last = caller.sent[-1]
        caller.server = one
        assert "re bonjour" in caller.post(last[0], **last[1]).text
        assert rasa.texts().count("bonjour") == 1


def test_hang_up_leaves_nothing(caller, vault, rasa):
    caller.says("bonjour")
    conversation = rasa.heard[-1].sender_id
    vault.hold(conversation, "cin", "AB123456")
    last = caller.sent[-1]
    assert caller.hangs_up().status_code == 200
    assert vault.forget(conversation) == 0
    late = caller.post(last[0], **last[1])
    assert "<Hangup" in late.text
    assert rasa.texts().count("bonjour") == 1


def test_what_is_still_answered_at_hang_up_leaves_nothing_either(caller, vault, rasa):
    go = rasa.hold("lent")
    caller.post(f"{HEARD}{caller.turn()}", SpeechResult="lent")
    caller.hangs_up()
    conversation = rasa.heard[-1].sender_id
    reference = vault.hold(conversation, "cin", "AB123456")
    go.set()
    wait_until(lambda: vault.reveal(conversation, reference) is None, seconds=10)


def test_a_store_that_fails_is_told_in_words(server, settings):
    def fails(*_):
        raise OperationalError("select", {}, Exception("gone"))

    settings.setattr(Calls, "start", fails)
    reply = Caller(server).post(PUBLIC_URL + START)
    assert reply.status_code == 200
    assert "لا يمكنني أن أجيب الآن" in reply.text
    assert "<Hangup" in reply.text
