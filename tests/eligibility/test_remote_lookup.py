"""The store with the remote source behind it: the newest state, and never a wrong "not found"."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, func, insert, select, text
from sqlalchemy.orm import Session
from werkzeug import Response

from eligibility import EligibilityStore, Found, Identity, Locked, NotFound, Unreachable
from eligibility.demo import seed_demo
from eligibility.models import ApplicationRow, Delivery, Lookup, StatusChange, WrongTry
from eligibility.remote.client import RemoteSource
from eligibility.remote.settings import RemoteSettings
from eligibility.status import DeliveryKind, Status
from eligibility.tries import WINDOW, WRONG_TRIES
from tests.fund_service import application, fund_service
from tests.waiting import wait_until

# The demo's people are imported at the real time; so are these look-ups made.
NOW = datetime.now(timezone.utc)
SALMA = Identity("ZZ100001", "Z100000001", date(2005, 3, 5))
SARA = Identity("QQ200001", "Q200000001", date(2004, 4, 6))
NOBODY = Identity("QQ999999", "Q999999999", date(2001, 1, 1))
LATER = NOW + timedelta(hours=7)


@pytest.fixture
def service():
    with fund_service() as service:
        yield service


@pytest.fixture
def remote_store(store, service):
    seed_demo(store)
    settings = RemoteSettings(
        service.url,
        connect_seconds=30,
        read_seconds=30,
        budget_seconds=60,
        failures_until_open=10**6,
    )
    return EligibilityStore(str(store.engine.url), store.digests, RemoteSource(settings))


def knows(service, identity, *applications):
    service.knows(identity.cin, identity.massar_code, identity.birth_date, *applications)


def down(question):
    return Response("", 500)


def rows(store, model):
    with Session(store.engine, future=True) as session:
        return session.execute(select(model).order_by(model.id)).scalars().all()


def test_a_person_unknown_here_is_asked_for_and_then_known(remote_store, service):
    history = [("declared", "2026-10-03T10:00:00Z"), ("accepted", "2026-11-19T10:00:00Z")]
    knows(service, SARA, application(history=history, email_hint="s•••@um5.example"))
    first = remote_store.look_up(SARA, "me", NOW)
    assert first.application.status is Status.ACCEPTED
    assert first.application.source is DeliveryKind.REMOTE
    assert first.application.received == NOW
    assert first.application.email_hint == "s•••@um5.example"
    assert [change.status for change in first.application.history] == [
        Status.DECLARED,
        Status.ACCEPTED,
    ]
    assert remote_store.look_up(SARA, "me", NOW) == first
    assert len(service.asked) == 1


def test_what_came_is_a_delivery_with_its_history_and_names_nobody(remote_store, service):
    knows(service, SARA, application())
    remote_store.look_up(SARA, "me", NOW)
    delivery = rows(remote_store, Delivery)[-1]
    assert (delivery.kind, delivery.name) == ("remote", "localhost")
    assert rows(remote_store, StatusChange)[-1].delivery_id == delivery.id
    row = rows(remote_store, ApplicationRow)[-1]
    assert row.delivery_id == delivery.id and row.key_id == remote_store.digests.key_id
    assert row.person_digest == remote_store.digests.person(SARA)


def test_who_was_received_lately_is_told_from_here(remote_store, service):
    assert isinstance(remote_store.look_up(SALMA, "me", NOW), Found)
    assert service.asked == []


def test_data_older_than_allowed_are_asked_for_again(remote_store, service):
    knows(service, SALMA, application("incomplete", updated_at="2026-11-21T08:00:00Z"))
    outcome = remote_store.look_up(SALMA, "me", LATER)
    assert outcome.application.status is Status.INCOMPLETE
    assert outcome.application.received == LATER
    assert [change.status for change in outcome.application.history] == [
        Status.ACCEPTED,
        Status.INCOMPLETE,
    ]


def test_a_state_confirmed_by_the_source_is_fresh_again(remote_store, service):
    knows(service, SARA, application())
    remote_store.look_up(SARA, "me", NOW)
    remote_store.look_up(SARA, "me", LATER)
    outcome = remote_store.look_up(SARA, "me", LATER)
    assert len(service.asked) == 2
    assert outcome.application.received == LATER
    assert len(outcome.application.history) == 1


def test_a_source_that_lags_behind_a_file_does_not_undo_it(remote_store, service):
    knows(service, SALMA, application("declared", updated_at="2026-10-01T08:00:00Z"))
    before = remote_store.look_up(SALMA, "me", NOW)
    assert remote_store.look_up(SALMA, "me", LATER) == before


def test_who_is_known_here_stays_so_when_the_source_has_never_heard_of_them(remote_store, service):
    outcome = remote_store.look_up(SALMA, "me", LATER)
    assert isinstance(outcome, Found) and not outcome.service_silent
    assert len(service.asked) == 1 and rows(remote_store, WrongTry) == []


def test_when_it_is_down_the_last_known_state_is_told_as_such(remote_store, service):
    service.behave = down
    outcome = remote_store.look_up(SALMA, "me", LATER)
    assert isinstance(outcome, Found) and outcome.service_silent
    assert outcome.application.status is Status.ACCEPTED


def test_when_it_is_down_nobody_is_told_not_found_and_no_try_is_lost(remote_store, service):
    service.behave = down
    knows(service, SARA, application())
    for _ in range(WRONG_TRIES + 2):
        assert remote_store.look_up(SARA, "me", NOW) == Unreachable()
    service.behave = service.answer
    assert isinstance(remote_store.look_up(SARA, "me", NOW), Found)
    for _ in range(WRONG_TRIES):
        assert remote_store.look_up(NOBODY, "me", NOW) == NotFound()
    assert isinstance(remote_store.look_up(SARA, "me", NOW), Locked)


def test_a_definite_no_counts_as_a_wrong_try(remote_store):
    for _ in range(WRONG_TRIES):
        assert remote_store.look_up(NOBODY, "me", NOW) == NotFound()
    assert isinstance(remote_store.look_up(NOBODY, "me", NOW), Locked)
    assert isinstance(remote_store.look_up(SALMA, "somebody else", NOW), Found)


def test_while_locked_the_source_is_not_asked(remote_store, service):
    for _ in range(WRONG_TRIES + 3):
        remote_store.look_up(NOBODY, "me", NOW)
    assert len(service.asked) == WRONG_TRIES


def test_an_outage_does_not_let_anybody_guess_on(remote_store, service):
    """Tries that the source did not answer are not wrong ones; still, five must be enough."""
    service.behave = down
    wrong = [replace(SALMA, birth_date=date(2005, 3, day)) for day in range(10, 15)]
    for identity in wrong:
        assert remote_store.look_up(identity, "me", NOW) == Unreachable()
    assert remote_store.look_up(SALMA, "me", NOW) == Unreachable()
    assert remote_store.look_up(SALMA, "another sender", NOW) == Unreachable()
    assert isinstance(remote_store.look_up(SALMA, "another sender", NOW + WINDOW), Found)


def test_after_an_outage_the_source_itself_decides_again(remote_store, service):
    service.behave = down
    for day in range(10, 15):
        remote_store.look_up(replace(SALMA, birth_date=date(2005, 3, day)), "me", NOW)
    service.behave = service.answer
    assert remote_store.look_up(SALMA, "me", NOW) == NotFound()
    knows(service, SALMA, application())
    assert isinstance(remote_store.look_up(SALMA, "me", NOW), Found)


def test_many_tries_at_once_tell_no_more_than_five(remote_store, service):
    """All are under way before the first is answered: the count must not come too late."""
    go_on = threading.Event()
    service.behave = lambda q: (go_on.wait(20), service.answer(q))[1]
    guesses = [replace(SARA, birth_date=date(2004, 4, day)) for day in range(10, 22)]
    with ThreadPoolExecutor(len(guesses)) as pool:
        told = [pool.submit(remote_store.look_up, guess, f"s{guess}", NOW) for guess in guesses]
        wait_until(lambda: len(service.asked) == len(guesses))
        assert isinstance(remote_store.look_up(SALMA, "me", NOW), Found)
        go_on.set()
        outcomes = [one.result() for one in told]
    assert outcomes.count(NotFound()) == WRONG_TRIES
    assert sum(isinstance(outcome, Locked) for outcome in outcomes) == 12 - WRONG_TRIES


def test_no_transaction_waits_for_the_source(remote_store, service):
    go_on = threading.Event()
    service.behave = lambda q: (go_on.wait(20), service.answer(q))[1]
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(remote_store.look_up, SARA, "me", NOW)
        wait_until(lambda: len(service.asked) == 1)
        assert isinstance(remote_store.look_up(SALMA, "me", NOW), Found)
        seed_demo(remote_store)
        go_on.set()
        assert waiting.result() == NotFound()


def test_two_who_ask_for_one_person_at_once_leave_one_row(remote_store, service):
    knows(service, SARA, application())
    both = threading.Barrier(2)
    service.behave = lambda q: (both.wait(20), service.answer(q))[1]
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda s: remote_store.look_up(SARA, s, NOW), "ab"))
    assert outcomes[0] == outcomes[1] and isinstance(outcomes[0], Found)
    person = remote_store.digests.person(SARA)
    assert [r.person_digest for r in rows(remote_store, ApplicationRow)].count(person) == 1


def test_every_outcome_is_audited(remote_store, service):
    knows(service, SARA, application())
    remote_store.look_up(SARA, "me", NOW)
    remote_store.look_up(NOBODY, "me", NOW)
    service.behave = down
    remote_store.look_up(NOBODY, "me", NOW)
    assert [row.outcome for row in rows(remote_store, Lookup)] == [
        "found",
        "notfound",
        "unreachable",
    ]


def statements(store, identity) -> list[str]:
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        store.look_up(identity, "somebody new", NOW)
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
    return asked


@pytest.mark.parametrize("behaviour", ["answers", "is down"])
def test_unknown_and_wrong_take_the_same_path_through_store_and_source(
    remote_store, service, behaviour
):
    if behaviour == "is down":
        service.behave = down
    knows(service, SARA, application())
    unknown = statements(remote_store, NOBODY)
    asked = len(service.asked)
    for person in (SALMA, SARA):
        wrong = replace(person, birth_date=date(2003, 3, 3))
        assert statements(remote_store, wrong) == unknown
    assert len(service.asked) == 3 * asked


def test_open_tries_do_not_pile_up(remote_store, service):
    service.behave = down
    for n in range(4):
        remote_store.look_up(replace(NOBODY, cin=f"QQ00000{n}"), f"s{n}", NOW)
    service.behave = service.answer
    remote_store.look_up(NOBODY, "me", NOW + timedelta(hours=1))
    with Session(remote_store.engine, future=True) as session:
        # The last try, for its sender, CIN and Massar code.
        assert session.execute(select(func.count()).select_from(WrongTry)).scalar_one() == 3


def test_with_a_remote_source_there_is_always_something_to_look_up_in(store, service):
    assert not store.has_data()
    remote = RemoteSource(RemoteSettings(service.url))
    assert EligibilityStore(str(store.engine.url), store.digests, remote).has_data()
    seed_demo(store)
    assert store.has_data()


def test_the_sources_account_of_the_past_is_joined_with_what_was_known(remote_store, service):
    """A file knew of two states; the source knows more exactly of one, and of two others."""
    history = [
        ("declared", "2026-10-02T08:15:00Z"),
        ("under_verification", "2026-10-20T08:00:00Z"),
        ("accepted", "2026-11-12T10:30:00Z"),
        ("incomplete", "2026-11-19T08:00:00Z"),
    ]
    knows(service, SALMA, application("incomplete", history=history))
    told = remote_store.look_up(SALMA, "me", LATER).application.history
    # The file's "accepted" of 12 November, with no hour, is the source's of half past ten.
    assert [(change.status, change.at.day) for change in told] == [
        (Status.DECLARED, 2),
        (Status.UNDER_VERIFICATION, 20),
        (Status.ACCEPTED, 12),
        (Status.INCOMPLETE, 19),
    ]


def test_what_was_thought_to_come_after_the_sources_present_state_is_dropped(remote_store, service):
    history = [("declared", "2026-10-02T08:15:00Z"), ("incomplete", "2026-11-02T08:15:00Z")]
    knows(service, SALMA, application("incomplete", history=history))
    outcome = remote_store.look_up(SALMA, "me", LATER).application
    assert outcome.status is Status.INCOMPLETE and outcome.since.day == 2
    assert [change.status for change in outcome.history] == [Status.DECLARED, Status.INCOMPLETE]


def somebody_waits(store) -> bool:
    if store.engine.dialect.name == "sqlite":
        return True  # It shows no waiting: whoever comes later waits for the whole file.
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    own = " AND datname = current_database()"
    with store.engine.connect() as connection:
        return connection.execute(text(waiting + own)).scalar_one() > 0


def test_an_import_that_brings_the_same_person_meanwhile_is_joined(remote_store, service):
    go_on = threading.Event()
    knows(service, SARA, application("accepted"))
    service.behave = lambda q: (go_on.wait(20), service.answer(q))[1]
    row = {
        "person_digest": remote_store.digests.person(SARA),
        "key_id": remote_store.digests.key_id,
        "academic_year": "2026-2027",
        "university": "UM5",
        "status": "declared",
        "since": datetime(2026, 10, 1),
        "updated_at": datetime(2026, 10, 1),
        "delivery_id": 1,
    }
    with ThreadPoolExecutor(1) as pool:
        looking_up = pool.submit(remote_store.look_up, SARA, "me", NOW)
        wait_until(lambda: len(service.asked) == 1)
        with remote_store.engine.begin() as importing:
            importing.execute(insert(ApplicationRow), row)
            go_on.set()
            wait_until(lambda: somebody_waits(remote_store))
        outcome = looking_up.result()
    assert outcome.application.status is Status.ACCEPTED
    people = [one.person_digest for one in rows(remote_store, ApplicationRow)]
    assert people.count(row["person_digest"]) == 1
