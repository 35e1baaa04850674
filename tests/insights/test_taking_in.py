"""Each event is taken in once, whatever is delivered again, and nobody can be followed."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from identifiers.keys import KeyChain, MasterKey
from insights import InsightsStore
from insights.database import engine_for
from insights.tables import (
    conversations,
    forgotten,
    messages,
    metadata,
    open_conversations,
    steps,
)
from tests.insights.conftest import answered, body, counts, moment, rows, said


def talk(sender="me", begun=0.0, turns=3):
    """A conversation of a question and its answer a minute."""
    for n in range(turns):
        yield said(sender, moment(begun + n), f"question {n}")
        yield answered(sender, moment(begun + n + 0.1))


def test_the_migrations_make_the_tables_as_they_are_declared(store):
    found = inspect(store.engine)
    for table in metadata.sorted_tables:
        columns = {column["name"] for column in found.get_columns(table.name)}
        assert columns == set(table.c.keys())
        indexes = {index["name"] for index in found.get_indexes(table.name)}
        assert indexes == {index.name for index in table.indexes}


def test_what_is_delivered_again_is_kept_once(store):
    events = list(talk())
    assert store.taking_in.take(events).new == 6
    before = counts(store)
    assert before == (1, 3, 3)
    assert store.taking_in.take([*events, *events]).new == 0
    assert store.taking_in.take([*events, *talk(begun=10, turns=1)]).new == 2
    assert counts(store) == (1, 4, 4)


def test_consumers_that_take_the_same_events_at_once_keep_them_once(store):
    events = [one for n in range(20) for one in talk(f"person {n}")]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: store.taking_in.take(events), range(4)))
    assert counts(store) == (20, 60, 60)


def test_a_batch_that_fails_in_the_middle_is_taken_again_as_a_whole(sqlite_store, monkeypatch):
    store, events = sqlite_store, list(talk())
    import insights.taking_in as module

    whole = module._insert
    with monkeypatch.context() as broken:

        def fail(connection, assigning, waiting):
            whole(connection, assigning, waiting)
            raise SQLAlchemyError("the connection is lost before the commit")

        broken.setattr(module, "_insert", fail)
        with pytest.raises(SQLAlchemyError):
            store.taking_in.take(events)
    assert counts(store) == (0, 0, 0)
    store.taking_in.take(events)
    assert counts(store) == (1, 3, 3)


def test_a_message_answered_anew_after_a_crash_counts_once(store):
    first = said("me", moment(), "bonjour", message_id="the page's own id")
    again = said("me", moment(0.5), "bonjour", message_id="the page's own id")
    store.taking_in.take([first, again, answered("me", moment(0.6))])
    assert counts(store) == (1, 1, 1)


def test_an_hours_silence_begins_another_conversation_that_nothing_ties_to_the_first(store):
    store.taking_in.take([*talk(begun=0), *talk(begun=30)])
    assert len(rows(store, conversations)) == 1
    store.taking_in.take(talk(begun=100))
    first, second = rows(store, conversations, "id")
    assert first != second
    (open_,) = rows_of(store, open_conversations)
    assert open_.conversation == second[0]
    store.taking_in.take(talk("another person", begun=100 + 200))
    # Whose conversation it was stands nowhere once it cannot go on.
    assert [row.conversation for row in rows_of(store, open_conversations)] == [
        rows(store, conversations, "id")[2][0]
    ]


def rows_of(store, table):
    with store.engine.connect() as connection:
        return connection.execute(table.select()).all()


def test_without_the_key_no_conversation_can_be_tied_to_its_sender(store, monkeypatch):
    store.taking_in.take(talk("me"))
    whole = json.dumps([list(map(str, row)) for row in rows(store, conversations)])
    assert "me" not in whole.split('"')
    ((mine, started_at),) = rows(store, conversations, "id", "started_at")
    pseudonyms = store.taking_in._pseudonyms
    assert list(pseudonyms.conversations_of("me", [(mine, started_at)])) == [mine]
    assert list(pseudonyms.conversations_of("you", [(mine, started_at)])) == []
    monkeypatch.setenv("TAGHTIA_KEY", MasterKey.new().encode())
    strange = type(pseudonyms).from_environment()
    assert list(strange.conversations_of("me", [(mine, started_at)])) == []


def test_what_is_kept_of_a_message_is_what_the_figures_need(store):
    entities = [
        ("language", "fr"),
        ("university", "UM5"),
        ("city", "Fez"),
        ("cin", "<cin:1a2b3c4d>"),
    ]
    text = "je suis à l'UM5, ma CIN <cin:1a2b3c4d>"
    store.taking_in.take([said("me", moment(), text, entities=entities)])
    (row,) = rows(store, messages)
    assert (row.university, row.city, row.language, row.variety) == ("UM5", "Fès", "fr", "fr")
    # The reference would lead to the vault.
    assert row.text == "je suis à l'UM5, ma CIN <cin:00000000>"
    assert json.loads(row.ranking)[0] == ["ask_contribution", 0.9]
    assert 0.04 < (row.at - row.received_at).total_seconds() < 0.06


def test_a_pressed_button_keeps_its_intent_and_nothing_that_it_carries(store):
    payload = '/find_office{"place_id": "P0042"}'
    store.taking_in.take([said("me", moment(), payload, "find_office")])
    (row,) = rows(store, messages)
    assert (row.pressed, row.text, row.intent) == (True, None, "find_office")


def test_what_nobody_said_is_no_message(store):
    restart = said("me", moment(0.1), "/restart", "restart")
    other = [body(kind, "me", moment(), name="x") for kind in ("action", "slot", "session_started")]
    store.taking_in.take([*other, restart])
    assert counts(store) == (0, 0, 0)


def test_a_turn_that_failed_counts_as_a_message(store):
    store.taking_in.take([said("me", moment(), "/action_failed", "action_failed")])
    assert rows(store, messages, "intent", "text") == [("action_failed", None)]


def test_what_is_answered_to_nobody_begins_no_conversation(store):
    store.taking_in.take([answered("me", moment())])
    assert counts(store) == (0, 0, 0)


def test_what_is_no_event_is_counted_left_out_and_not_quoted(store, caplog):
    strange = [b"secret words", b"[]", b'{"event": "user"}', b"\xff", b'{"timestamp": "x"}']
    taken = store.taking_in.take([*strange, *talk(turns=1)])
    assert (taken.unreadable, taken.new) == (5, 2)
    assert "5 bodies" in caplog.text and "secret" not in caplog.text


def test_the_last_vote_on_an_answer_counts_and_an_older_one_that_comes_late_does_not(store):
    def vote(helpful, at, number=2):
        fields = {"number": number, "helpful": helpful, "response": "utter_ask_contribution"}
        return body("vote", "me", moment(at), **fields)

    store.taking_in.take([*talk(turns=1), vote(False, 1), vote(True, 3), vote(False, 2)])
    kept = [row for row in rows(store, steps) if row.kind == "vote"]
    assert [(row.name, row.detail) for row in kept] == [("utter_ask_contribution", "yes")]
    assert kept[0].conversation == rows(store, conversations)[0].id


def test_a_wish_to_be_forgotten_reaches_every_conversation_of_its_person_and_no_other(store):
    mine = [*talk("me", 0), *talk("me", 70), *talk("me", 140)]
    store.taking_in.take([*mine, *talk("you", 1)])
    store.taking_in.take([body("forget", "me", moment(150))])
    assert counts(store) == (1, 3, 3)
    # What was said before and arrives afterwards, from another server or for the second time.
    assert store.taking_in.take([*mine, *talk("me", 145)]).new == 0
    # Later they may talk again.
    assert store.taking_in.take(talk("me", 151, turns=1)).new == 2


def test_a_wish_in_the_middle_of_a_batch_takes_what_came_before_it(store):
    wish = body("forget", "me", moment(4.5))
    store.taking_in.take([*talk("me", 0, turns=4), wish, *talk("me", 5, turns=1)])
    assert counts(store) == (1, 1, 1)
    assert rows_of(store, forgotten)[0].sender != "me"


def test_a_wish_holds_for_what_was_kept_under_an_older_key(store, monkeypatch):
    store.taking_in.take(talk("me"))
    chain = KeyChain.from_environment().longer()
    monkeypatch.setenv("TAGHTIA_KEY", chain.encode())
    url = str(store.engine.url.render_as_string(hide_password=False))
    rotated = InsightsStore.open(url)
    assert rotated.engine is engine_for(url)
    rotated.taking_in.take([body("forget", "me", moment(60))])
    assert counts(store) == (0, 0, 0)
