"""What must hold at every moment of a call: it can be interrupted, 9 is a person, silence ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

import bot.channels.telephone.service as service
import bot.channels.telephone.turns as turns
from bot.channels.telephone.calls import Calls
from handover import HandoverStore, State
from tests.handover.conftest import wish
from tests.telephone.caller import PUBLIC_URL, Caller
from tests.telephone.conftest import ScriptedRasa, serving
from tests.waiting import wait_until

HEARD = f"{PUBLIC_URL}/webhooks/telephone/heard?turn="
# What a gateway waits for a web-hook at most, as Twilio documents it.
GATEWAY_SECONDS = 15.0


def welcome(_: Caller) -> None:
    """Nothing yet but the welcome."""


def answered(caller: Caller) -> None:
    caller.presses("2")
    caller.says("bonjour")


def long_answer(caller: Caller) -> None:
    caller.presses("2")
    caller.says("villes")


def heard_badly(caller: Caller) -> None:
    caller.presses("2")
    caller.says("gambas", confidence=0.1)


def number_asked(caller: Caller) -> None:
    caller.presses("2")
    caller.says("suivi")


def letters_asked(caller: Caller) -> None:
    number_asked(caller)
    caller.presses("123456#")


def read_back(caller: Caller) -> None:
    letters_asked(caller)
    caller.presses("2122#")


def date_asked(caller: Caller) -> None:
    caller.presses("2")
    caller.says("naissance")


def silent_once(caller: Caller) -> None:
    answered(caller)
    caller.is_silent()


def key_without_use(caller: Caller) -> None:
    answered(caller)
    caller.presses("5")


MOMENTS = (
    welcome,
    answered,
    long_answer,
    heard_badly,
    number_asked,
    letters_asked,
    read_back,
    date_asked,
    silent_once,
    key_without_use,
)
at_every_moment = pytest.mark.parametrize("moment", MOMENTS, ids=lambda one: one.__name__)


@pytest.fixture
def rasa(rasa: ScriptedRasa) -> ScriptedRasa:
    lines = "\n".join(f"• la ville numéro {number}" for number in range(1, 6))
    rasa.answers("villes", {"text": lines})
    rasa.answers("suivi", {"text": "Votre CIN ?", "metadata": {"asks": "cin"}})
    rasa.answers("naissance", {"text": "Votre date ?", "metadata": {"asks": "birth_date"}})
    return rasa


@pytest.fixture
def ringing(server) -> Caller:
    caller = Caller(server)
    caller.rings()
    return caller


@at_every_moment
def test_whatever_is_said_can_be_interrupted_by_voice_and_keys(ringing, moment):
    moment(ringing)
    gather = ringing.gather()
    assert (gather["input"], gather["bargeIn"]) == ("dtmf speech", "true")
    assert gather["actionOnEmptyResult"] == "true"
    # Only what stands inside is interrupted.
    assert ringing.document.findall("Say") == []
    assert ringing.document.findall("Gather/Say")


@at_every_moment
def test_key_nine_is_a_person(ringing, rasa, moment):
    moment(ringing)
    typed = ringing.gather().get("finishOnKey", "#") == "#"
    ringing.presses("9#" if typed else "9")
    assert rasa.texts()[-1] == "/request_human"


@at_every_moment
def test_the_star_says_the_last_words_again(ringing, rasa, moment):
    moment(ringing)
    if moment is welcome:
        return
    before, asked = ringing.heard, len(rasa.heard)
    typed = ringing.gather().get("finishOnKey", "#") == "#"
    again = ringing.presses("*#" if typed else "*")
    assert before.endswith(again)
    assert len(rasa.heard) == asked


@at_every_moment
def test_silence_ends_the_call_the_third_time(ringing, moment):
    moment(ringing)
    for _ in range(2 if moment is silent_once else 3):
        assert not ringing.was_hung_up
        ringing.is_silent()
    assert ringing.was_hung_up


@at_every_moment
def test_what_waits_for_the_caller_is_asked_again_after_silence(ringing, moment):
    moment(ringing)
    before = ringing.gather()
    ringing.is_silent()
    kept = ("input", "finishOnKey", "numDigits", "language", "timeout")
    assert {name: ringing.gather().get(name) for name in kept} == {
        name: before.get(name) for name in kept
    }


def test_who_gives_a_number_and_falls_silent_is_told_how_to_type_it(ringing):
    number_asked(ringing)
    assert ringing.is_silent() == "Je n'ai rien entendu. Votre CIN ?"
    assert "Tapez ses chiffres seuls" in ringing.is_silent()


def test_no_web_hook_is_answered_as_late_as_a_gateway_waits(server, rasa):
    caller = Caller(server)
    caller.rings()
    caller.presses("2")
    go = rasa.hold("lent")
    first = caller.post(f"{HEARD}{caller.turn()}", SpeechResult="lent")
    again = caller.post(f"{HEARD}{caller.turn()}", SpeechResult="lent")
    go.set()
    slowest = max(first.elapsed, again.elapsed).total_seconds()
    assert turns.PATIENCE <= slowest < GATEWAY_SECONDS / 2


def test_a_web_hook_that_comes_many_times_at_once_is_asked_once(server, rasa):
    caller = Caller(server)
    caller.rings()
    caller.presses("2")
    url = f"{HEARD}{caller.turn()}"
    with ThreadPoolExecutor(6) as pool:
        sent = [pool.submit(caller.post, url, SpeechResult="bonjour") for _ in range(6)]
        replies = {one.result().text for one in sent}
    assert len(replies) == 1
    assert "re bonjour" in replies.pop()
    assert rasa.texts().count("bonjour") == 1


def test_a_web_hook_that_overtakes_another_is_not_lost(settings, server, rasa):
    """The gateway gives up a slow one and sends the next turn's; the first answer stands."""
    settings.setattr(turns, "PATIENCE", 0.2)
    caller = Caller(server)
    caller.rings()
    caller.presses("2")
    turn, go = caller.turn(), rasa.hold("lent")
    caller.post(f"{HEARD}{turn}", SpeechResult="lent")
    early = caller.post(f"{HEARD}{turn + 1}", SpeechResult="bonjour").text
    assert "<Redirect" in early
    go.set()
    wait_until(lambda: "re lent" in caller.post(f"{HEARD}{turn}", SpeechResult="lent").text)
    assert "bonjour" not in rasa.texts()


def test_a_call_whose_hang_up_nobody_told_leaves_nothing_either(settings, rasa, vault):
    settings.setattr(service, "SWEEP_SECONDS", 0.1)
    forgotten: list[str] = []
    settings.setattr(Calls, "abandoned", lambda _: list(forgotten))
    with serving(rasa) as server:
        caller = Caller(server)
        caller.rings()
        caller.presses("2")
        me = rasa.heard[-1].sender_id
        reference = vault.hold(me, "cin", "AB123456")
        store = HandoverStore.from_environment()
        talk, _ = store.talks.enqueue(wish(me, channel="telephone", on_call=True))
        forgotten.append(me)
        wait_until(lambda: vault.reveal(me, reference) is None, seconds=10)
        wait_until(lambda: store.talks.find(talk).state is State.ABANDONED, seconds=10)
