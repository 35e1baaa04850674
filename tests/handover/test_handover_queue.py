"""Who waits, in which order, and that one agent at a time has a talk."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from handover import Cause, Outcome, Speaker
from identifiers.database import now
from tests.handover.conftest import said, wish

LONG = timedelta(hours=1)


def later(**duration):
    return time_machine.travel(now() + timedelta(**duration), tick=True)


def test_who_came_first_is_first_and_an_emergency_before_all(centre):
    assert centre.store.talks.enqueue(wish("a"))[1] == 0
    assert centre.store.talks.enqueue(wish("b"))[1] == 1
    assert centre.store.talks.enqueue(wish("c", Cause.EMERGENCY))[1] == 0
    assert [one.conversation for one in centre.store.talks.waiting()] == ["c", "a", "b"]


def test_asking_twice_keeps_ones_place_and_the_summary_of_the_first(centre):
    first = centre.queued("a", before=[said("bonjour")])
    centre.queued("b")
    assert centre.store.talks.enqueue(wish("a", before=[said("encore")])) == (first, 0)
    assert len(centre.store.talks.waiting()) == 2
    assert centre.texts(first) == ["bonjour"]


def test_an_emergency_while_waiting_moves_to_the_front(centre):
    centre.queued("a")
    mine = centre.queued("b")
    assert centre.store.talks.enqueue(wish("b", Cause.EMERGENCY)) == (mine, 0)
    assert centre.store.talks.find(mine).cause is Cause.EMERGENCY


def test_an_emergency_does_not_take_the_talk_from_the_agent_who_has_it(centre):
    mine = centre.taken("a")
    centre.queued("a", cause=Cause.EMERGENCY)
    assert centre.state(mine) == "taken"


def test_many_requests_of_one_conversation_at_once_make_one_hand_over(centre):
    with ThreadPoolExecutor(8) as pool:
        ids = {one[0] for one in pool.map(lambda _: centre.store.talks.enqueue(wish()), range(16))}
    assert len(ids) == 1 and len(centre.store.talks.waiting()) == 1


def test_of_two_agents_one_gets_the_talk(centre):
    mine = centre.queued()
    agents = [centre.salma, centre.omar] * 8
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda agent: centre.store.talks.take(mine, agent), agents))
    assert got.count(True) == 1
    assert centre.texts(mine) == ["utter_handover_taken"]


def test_only_who_has_the_talk_may_close_pass_on_or_renew_it(centre):
    mine = centre.taken(by=centre.salma)
    talks = centre.store.talks
    assert not talks.close(mine, centre.omar, Outcome.SOLVED)
    assert not talks.pass_on(mine, centre.omar, None)
    assert not talks.renew(mine, centre.omar)
    assert talks.renew(mine, centre.salma) and talks.close(mine, centre.salma, Outcome.SOLVED)
    assert not talks.close(mine, centre.salma, Outcome.SOLVED)
    assert centre.store.talks.open_of("me") is None
    assert centre.texts(mine)[-1] == "utter_handover_closed"


def test_a_talk_that_is_over_can_be_asked_for_anew(centre):
    first = centre.taken()
    centre.store.talks.close(first, centre.salma, Outcome.SOLVED)
    assert centre.queued() != first


def test_a_lease_that_ran_out_gives_the_talk_back_once_and_says_so(centre):
    mine = centre.taken()
    assert centre.store.talks.expire(LONG) == []
    with later(minutes=11):
        assert not centre.store.talks.renew(mine, centre.salma)
        with ThreadPoolExecutor(4) as pool:
            ended = list(pool.map(lambda _: centre.store.talks.expire(LONG), range(8)))
    assert [one for some in ended for one in some] == [mine]
    assert centre.state(mine) == "expired"
    assert centre.texts(mine).count("utter_handover_lease_ended") == 1


def test_an_agents_work_holds_the_lease(centre):
    mine = centre.taken()
    with later(minutes=8):
        assert centre.store.transcripts.say_to_student(mine, centre.salma, "k", "Bonjour")
    with later(minutes=16):
        assert centre.store.talks.expire(LONG) == []
        assert centre.store.talks.renew(mine, centre.salma)


def test_a_wait_without_an_answer_ends_and_says_so(centre):
    mine = centre.queued()
    with later(minutes=61):
        assert centre.store.talks.expire(LONG) == [mine]
        assert not centre.store.talks.take(mine, centre.salma)
    assert centre.texts(mine) == ["utter_handover_unanswered"]


def test_a_colleague_has_the_first_right_to_what_was_passed_on(centre):
    centre.queued("b")
    mine = centre.taken("a")
    assert centre.store.talks.pass_on(mine, centre.salma, centre.omar)
    assert [one.conversation for one in centre.store.talks.waiting()] == ["a", "b"]
    assert not centre.store.talks.take(mine, centre.chief)
    assert centre.store.talks.take(mine, centre.omar)
    assert centre.texts(mine) == [
        "utter_handover_taken",
        "utter_handover_passed_on",
        "utter_handover_taken",
    ]


def test_what_the_colleague_leaves_is_free_after_a_while(centre):
    mine = centre.taken()
    centre.store.talks.pass_on(mine, centre.salma, centre.omar)
    with later(minutes=3):
        assert centre.store.talks.take(mine, centre.chief)


def test_a_student_who_waits_no_more_leaves_the_queue(centre):
    mine = centre.queued()
    assert centre.store.talks.abandon("me") and not centre.store.talks.abandon("me")
    assert centre.state(mine) == "abandoned"
    assert not centre.store.talks.take(mine, centre.salma)


def test_every_deed_is_audited_and_no_word_of_it(centre):
    mine = centre.taken()
    centre.store.transcripts.say_to_student(mine, centre.salma, "k", "des mots à moi")
    centre.store.transcripts.note(mine, centre.salma, "n", "une note à nous")
    centre.store.talks.pass_on(mine, centre.salma, centre.omar)
    centre.store.talks.take(mine, centre.omar)
    centre.store.talks.close(mine, centre.omar, Outcome.REFERRED)
    with centre.store.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT action, agent_id, detail FROM handover_audit WHERE handover_id IS NOT NULL"
            " ORDER BY id"
        ).all()
    assert [(row[0], row[1]) for row in rows] == [
        ("queued", None),
        ("taken", centre.salma),
        ("noted", centre.salma),
        ("passed on", centre.salma),
        ("taken", centre.omar),
        ("closed", centre.omar),
    ]
    assert "mots" not in str(rows) and "note à" not in str(rows)


@pytest.mark.parametrize("speaker", [Speaker.AGENT, Speaker.NOTE])
def test_who_has_not_the_talk_adds_nothing(centre, speaker):
    mine = centre.queued()
    say = centre.store.transcripts
    add = say.say_to_student if speaker is Speaker.AGENT else say.note
    assert add(mine, centre.salma, "k", "Bonjour") is None
    assert centre.texts(mine) == []
