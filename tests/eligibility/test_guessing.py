"""Nobody can guess: limits hold across processes, and no answer tells more than another."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from eligibility import EligibilityStore, Found, Identity, Locked, NotFound
from eligibility.demo import seed_demo
from eligibility.models import Lock, Lookup, WrongTry
from eligibility.person import Digests
from eligibility.tries import DAY, LOCK_TIME, TRIES_A_DAY, WRONG_TRIES

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
SALMA = Identity("ZZ100001", "Z100000001", date(2005, 3, 5))
NOBODY = Identity("ZZ999999", "Z999999999", date(2001, 1, 1))
KEY = b"k" * 32


@pytest.fixture
def demo(store):
    seed_demo(store)
    return store


def with_cin(number: int) -> Identity:
    return Identity(f"QQ{number:06}", f"Q{number:09}", date(2001, 1, 1))


def try_twenty_times(url: str, start: int) -> list[str]:
    store = EligibilityStore(url, Digests(KEY))
    outcomes = [store.look_up(with_cin(start + n), "one sender", NOON) for n in range(20)]
    store.engine.dispose()
    return [type(outcome).__name__ for outcome in outcomes]


def test_processes_that_race_have_five_tries_together(store, url):
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        outcomes = list(pool.map(try_twenty_times, [url] * 3, (100, 200, 300)))
    names = [name for process in outcomes for name in process]
    assert names.count("NotFound") == WRONG_TRIES
    assert names.count("Locked") == 60 - WRONG_TRIES


def test_senders_that_race_for_one_cin_have_five_tries_together(demo):
    wrong = Identity(SALMA.cin, SALMA.massar_code, date(2005, 3, 6))
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda n: demo.look_up(wrong, f"sender {n}", NOON), range(24)))
    assert sum(isinstance(outcome, NotFound) for outcome in outcomes) == WRONG_TRIES


def test_who_begins_a_new_conversation_for_every_try_has_five_tries_all_the_same(demo):
    tries = [demo.look_up(with_cin(n), f"call {n}", NOON, "a number") for n in range(6)]
    assert [type(one) for one in tries] == [NotFound] * WRONG_TRIES + [Locked]
    assert isinstance(demo.look_up(SALMA, "call 7", NOON, "a number"), Locked)
    assert isinstance(demo.look_up(SALMA, "call 8", NOON, "another number"), Found)


def test_conversations_of_nobody_known_share_no_lock(demo):
    tries = [demo.look_up(with_cin(n), f"call {n}", NOON) for n in range(8)]
    assert {type(one) for one in tries} == {NotFound}


def test_an_asker_and_a_sender_of_the_same_name_are_two(demo):
    for n in range(WRONG_TRIES):
        demo.look_up(with_cin(n), f"call {n}", NOON, "a name")
    assert isinstance(demo.look_up(SALMA, "a name", NOON), Found)


def test_a_birth_date_cannot_be_found_by_trying_a_year_through(demo):
    """A new sender each time, as fast as the locks allow, by one who knows CIN and Massar code."""
    moment, tries = NOON, 4 * TRIES_A_DAY
    for n in range(tries):
        guess = Identity(SALMA.cin, SALMA.massar_code, date(2004, 1, 1) + timedelta(days=n))
        outcome = demo.look_up(guess, f"sender {n}", moment)
        if isinstance(outcome, Locked):
            moment = outcome.until
            outcome = demo.look_up(guess, f"sender {n}", moment)
        assert outcome == NotFound()
    assert moment - NOON >= timedelta(days=tries // TRIES_A_DAY - 1)


def test_patience_below_the_first_limit_does_not_help(demo):
    """One try every four minutes never makes five in fifteen, but fifteen in a day."""
    guess = Identity(SALMA.cin, SALMA.massar_code, date(2005, 3, 6))
    moments = [NOON + timedelta(minutes=4 * n) for n in range(TRIES_A_DAY + 1)]
    *outcomes, last = [demo.look_up(guess, f"sender {m}", m) for m in moments]
    assert outcomes == [NotFound()] * TRIES_A_DAY
    assert last == Locked(moments[-2] + DAY)
    assert isinstance(demo.look_up(SALMA, "the owner", moments[-1]), Locked)
    assert isinstance(demo.look_up(SALMA, "the owner", moments[-2] + DAY), Found)


def test_an_unknown_cin_cannot_be_found_by_trying_many_with_one_massar_code(demo):
    outcomes = [
        demo.look_up(Identity(f"ZZ{n:06}", SALMA.massar_code, SALMA.birth_date), f"{n}", NOON)
        for n in range(WRONG_TRIES + 1)
    ]
    assert outcomes == [NotFound()] * WRONG_TRIES + [Locked(NOON + LOCK_TIME)]


@pytest.mark.parametrize("victim", [SALMA, NOBODY])
def test_a_lock_tells_nothing_of_who_exists(demo, victim):
    for n in range(WRONG_TRIES):
        demo.look_up(Identity(victim.cin, "Q000000000", date(2000, 1, 1)), f"{n}", NOON)
    assert demo.look_up(victim, "somebody new", NOON) == Locked(NOON + LOCK_TIME)


def test_many_senders_at_once_do_not_block_each_other(store):
    """Each also sweeps what the others have left: no order of theirs may end in a deadlock."""
    for n in range(40):
        store.look_up(with_cin(n), f"sender {n}", NOON)
    later = NOON + DAY + timedelta(minutes=1)
    with ThreadPoolExecutor(8) as pool:
        again = pool.map(lambda n: store.look_up(with_cin(n), f"sender {n}", later), range(40))
        assert [type(outcome) for outcome in again] == [NotFound] * 40


def test_the_count_outlives_the_process(store, url):
    for _ in range(WRONG_TRIES):
        store.look_up(NOBODY, "me", NOON)
    store.engine.dispose()
    assert isinstance(EligibilityStore(url, Digests(KEY)).look_up(NOBODY, "me", NOON), Locked)


def test_a_lock_ends_after_half_an_hour_and_the_count_begins_anew(demo):
    for _ in range(WRONG_TRIES):
        demo.look_up(NOBODY, "me", NOON)
    last = NOON + LOCK_TIME - timedelta(seconds=1)
    assert demo.look_up(SALMA, "me", last) == Locked(NOON + LOCK_TIME)
    free = NOON + LOCK_TIME
    for _ in range(WRONG_TRIES):
        assert demo.look_up(NOBODY, "me", free) == NotFound()
    assert demo.look_up(SALMA, "me", free) == Locked(free + LOCK_TIME)


def test_trying_while_locked_does_not_make_the_lock_longer(demo):
    for _ in range(WRONG_TRIES):
        demo.look_up(NOBODY, "me", NOON)
    for minutes in (5, 15, 25):
        moment = NOON + timedelta(minutes=minutes)
        assert demo.look_up(NOBODY, "me", moment) == Locked(NOON + LOCK_TIME)


def test_tries_spread_over_time_are_counted_within_fifteen_minutes_only(store):
    moments = [NOON + timedelta(minutes=4 * n) for n in range(12)]
    assert {type(store.look_up(NOBODY, "me", moment)) for moment in moments} == {NotFound}


def test_knowing_one_person_does_not_help_to_guess_another(demo):
    """A right answer after every wrong one leaves the count of the CIN and the sender alone."""
    hiba_wrong = Identity("ZZ100003", "Z100000003", date(2003, 12, 31))
    outcomes = []
    for _ in range(WRONG_TRIES + 1):
        outcomes.append(type(demo.look_up(hiba_wrong, "me", NOON)))
        demo.look_up(SALMA, "me", NOON)
    assert outcomes == [NotFound] * WRONG_TRIES + [Locked]


def test_right_answers_are_not_limited(demo):
    outcomes = {type(demo.look_up(SALMA, "me", NOON)) for _ in range(12)}
    assert outcomes == {Found}


WRONG = [
    Identity("ZZ100002", "Z100000001", date(2005, 3, 5)),
    Identity("ZZ100001", "Z100000002", date(2005, 3, 5)),
    Identity("ZZ100001", "Z100000001", date(2005, 3, 6)),
]


def statements(store, identity) -> list[str]:
    """What the database is asked, without the values."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        store.look_up(identity, "somebody new", NOON)
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
    return asked


@pytest.mark.parametrize("identity", WRONG)
def test_unknown_and_wrong_do_the_same_work(demo, identity):
    other = Identity("QQ000001", "Q000000001", date(2000, 1, 1))
    assert statements(demo, identity) == statements(demo, other)


def test_the_audit_says_when_and_what_and_not_who(demo):
    demo.look_up(SALMA, "me", NOON)
    demo.look_up(NOBODY, "me", NOON)
    for _ in range(WRONG_TRIES):
        demo.look_up(NOBODY, "me", NOON)
    with Session(demo.engine, future=True) as session:
        audit = session.execute(select(Lookup).order_by(Lookup.id)).scalars().all()
    assert [row.outcome for row in audit] == ["found"] + ["notfound"] * WRONG_TRIES + ["locked"]
    assert {row.at for row in audit} == {NOON.replace(tzinfo=None)}
    assert set(Lookup.__table__.columns.keys()) == {"id", "at", "outcome"}


def test_neither_sender_nor_cin_is_readable_where_tries_are_counted(store):
    for _ in range(WRONG_TRIES):
        store.look_up(NOBODY, "212612345678", NOON)
    store.look_up(with_cin(7), "another sender", NOON)
    with store.engine.connect() as connection:
        content = str(
            [connection.execute(text(f"SELECT * FROM {t}")).all() for t in ("locks", "wrong_tries")]
        )
    assert not [s for s in ("212612345678", "ZZ999999", "QQ000007", "another") if s in content]


def test_tries_and_locks_do_not_pile_up(store):
    for n in range(30):
        store.look_up(with_cin(n % 3), f"sender {n}", NOON)
    store.look_up(NOBODY, "me", NOON + DAY + LOCK_TIME)
    with Session(store.engine, future=True) as session:
        assert len(session.execute(select(WrongTry)).all()) == 3
        assert session.execute(select(Lock)).all() == []


def test_a_time_without_zone_is_refused(store):
    with pytest.raises(ValueError, match="time zone"):
        store.look_up(SALMA, "me", datetime(2026, 11, 24, 12))


def test_times_of_any_zone_are_one_time(demo):
    casablanca = timezone(timedelta(hours=1))
    for _ in range(WRONG_TRIES):
        demo.look_up(NOBODY, "me", NOON.astimezone(casablanca))
    assert demo.look_up(SALMA, "me", NOON) == Locked(NOON + LOCK_TIME)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_without_the_key_no_digest_can_be_made(key, other):
    same = Digests(key).person(SALMA) == Digests(other).person(SALMA)
    assert same is (key == other)


def test_all_three_identifiers_are_in_the_digest():
    digests = Digests(KEY)
    assert len({digests.person(identity) for identity in [SALMA, *WRONG]}) == 4
    assert digests.subject("sender", SALMA.cin) != digests.subject("cin", SALMA.cin)


def test_an_identity_does_not_show_itself():
    shown = f"{SALMA!r} {SALMA}"
    assert not [v for v in ("ZZ100001", "Z100000001", "2005") if v in shown]
