"""What is said in a talk: once, in order, to the right ears, and deleted wholly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import time_machine

from handover import Outcome, Speaker
from handover.deliveries import Deliveries
from identifiers.database import now
from tests.handover.conftest import said


def pushed(store, conversation="me"):
    """Everything that can be pushed now, in order."""
    found = []
    while line := store.deliveries.claim(conversation):
        found.append(line.response or line.text)
        store.deliveries.done(line)
    return found


def test_what_was_said_before_and_while_waiting_is_there_for_the_agent(centre):
    mine = centre.queued(before=[said("bonjour"), said("Bonjour !", Speaker.ASSISTANT)])
    assert centre.store.transcripts.overhear(mine, [said("et le prix ?")])
    assert centre.texts(mine) == ["bonjour", "Bonjour !", "et le prix ?"]
    assert [line.number for line in centre.store.transcripts.read(mine, 1)] == [2, 3]


def test_a_students_words_go_to_the_agent_who_has_the_talk_and_else_to_nobody(centre):
    say = centre.store.transcripts.say_to_agent
    assert not say("me", "1", "allô ?", "fr")
    mine = centre.queued()
    assert not say("me", "1", "allô ?", "fr")
    centre.store.talks.take(mine, centre.salma)
    assert say("me", "1", "allô ?", "fr") and say("me", "1", "allô ?", "fr")
    assert centre.texts(mine) == ["utter_handover_taken", "allô ?"]
    centre.store.talks.close(mine, centre.salma, Outcome.SOLVED)
    assert not say("me", "2", "merci", "fr")


def test_once_the_lease_has_run_out_the_assistant_hears_the_student_at_once(centre):
    centre.taken()
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert not centre.store.transcripts.say_to_agent("me", "1", "allô ?", "fr")


def test_an_agents_words_sent_twice_are_said_once(centre):
    mine = centre.taken()
    with ThreadPoolExecutor(8) as pool:
        say = centre.store.transcripts.say_to_student
        numbers = set(pool.map(lambda _: say(mine, centre.salma, "k", "Bonjour"), range(16)))
    assert numbers == {2}
    assert centre.texts(mine) == ["utter_handover_taken", "Bonjour"]


def test_agents_words_and_notices_are_pushed_once_in_order_and_notes_never(centre):
    mine = centre.taken()
    say = centre.store.transcripts
    for n in range(3):
        say.say_to_student(mine, centre.salma, f"k{n}", f"mot {n}")
    say.note(mine, centre.salma, "n", "entre nous")
    centre.store.talks.close(mine, centre.salma, Outcome.SOLVED)
    assert centre.store.deliveries.pending() == ["me"]
    expected = ["utter_handover_taken", "mot 0", "mot 1", "mot 2", "utter_handover_closed"]
    assert pushed(centre.store) == expected
    assert centre.store.deliveries.pending() == []


def test_one_of_many_servers_pushes_a_line(centre):
    centre.taken()
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: centre.store.deliveries.claim("me"), range(16)))
    assert len([line for line in claims if line]) == 1
    assert centre.store.deliveries.pending() == []


def test_what_a_dead_server_was_pushing_another_pushes(centre):
    centre.taken()
    dead = Deliveries(centre.store.engine, lease=timedelta(seconds=-1))
    assert dead.claim("me").response == "utter_handover_taken"
    assert pushed(centre.store) == ["utter_handover_taken"]


def test_what_the_channel_refused_waits_and_keeps_its_place(centre):
    mine = centre.taken()
    centre.store.transcripts.say_to_student(mine, centre.salma, "k", "Bonjour")
    centre.store.deliveries.failed(centre.store.deliveries.claim("me"))
    assert centre.store.deliveries.claim("me") is None
    with time_machine.travel(now() + timedelta(minutes=3)):
        assert pushed(centre.store) == ["utter_handover_taken", "Bonjour"]


def test_forgetting_deletes_the_words_and_the_names_and_keeps_the_count(centre):
    mine = centre.taken(before=[said("mon histoire")])
    deleted = centre.store.retention.forget("me")
    assert deleted == {"agent_lines": 2, "call_backs": 0}
    assert centre.state(mine) == "abandoned" and centre.texts(mine) == []
    kept = centre.store.talks.find(mine)
    assert kept.conversation == "forgotten" and kept.summary.wishes == ()
    assert centre.store.deliveries.pending() == []
    assert centre.store.figures.overview(now() - timedelta(days=1)).begun == 1


def test_what_ended_long_ago_loses_its_words(centre):
    old, new = centre.taken("a", before=[said("vieux")]), centre.taken("b", before=[said("neuf")])
    centre.store.talks.close(old, centre.salma, Outcome.SOLVED)
    assert centre.store.retention.purge(now() + timedelta(seconds=1)) == 1
    assert centre.store.retention.purge(now() + timedelta(seconds=1)) == 0
    assert centre.texts(old) == [] and centre.texts(new)[0] == "neuf"


def test_typing_is_shown_for_some_seconds_to_who_has_the_talk_only(centre):
    mine = centre.taken()
    centre.store.transcripts.student_types("me")
    assert centre.store.talks.find(mine).student_typing_until > now()
    assert centre.store.transcripts.agent_types(mine, centre.omar) is None
    assert centre.store.transcripts.agent_types(mine, centre.salma) == "me"
