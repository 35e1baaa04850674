"""A look-up tells the owner and nobody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import inspect, text

from eligibility import Found, Identity, Locked, NotFound
from eligibility.demo import DEMO_FILE, seed_demo
from eligibility.status import Status

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
SALMA = Identity("ZZ100001", "Z100000001", date(2005, 3, 5))
NOBODY = Identity("ZZ999999", "Z999999999", date(2001, 1, 1))


@pytest.fixture
def demo(store):
    seed_demo(store)
    return store


def test_all_three_identifiers_open_the_newest_application(demo):
    outcome = demo.look_up(Identity("ZZ100006", "Z100000006", date(2002, 10, 9)), "me", NOON)
    assert isinstance(outcome, Found)
    assert outcome.application.academic_year == "2026-2027"
    assert outcome.application.status is Status.DECLARED


@pytest.mark.parametrize(
    "identity",
    [
        Identity("ZZ100002", "Z100000001", date(2005, 3, 5)),
        Identity("ZZ100001", "Z100000002", date(2005, 3, 5)),
        Identity("ZZ100001", "Z100000001", date(2005, 3, 6)),
        NOBODY,
    ],
)
def test_one_wrong_identifier_and_an_unknown_person_get_the_same_answer(demo, identity):
    assert demo.look_up(identity, "me", NOON) == NotFound()


def test_five_wrong_tries_lock_the_sender_for_half_an_hour(demo):
    for _ in range(5):
        assert demo.look_up(NOBODY, "me", NOON) == NotFound()
    assert demo.look_up(SALMA, "me", NOON) == Locked(NOON + timedelta(minutes=30))
    assert isinstance(demo.look_up(SALMA, "me", NOON + timedelta(minutes=31)), Found)
    assert isinstance(demo.look_up(SALMA, "somebody else", NOON), Found)


def test_five_wrong_tries_by_five_senders_lock_the_cin(demo):
    wrong = Identity(SALMA.cin, SALMA.massar_code, date(2005, 3, 6))
    for sender in "abcde":
        demo.look_up(wrong, sender, NOON)
    assert isinstance(demo.look_up(SALMA, "f", NOON), Locked)


def test_a_right_answer_in_between_does_not_wipe_the_count(demo):
    for _ in range(4):
        demo.look_up(NOBODY, "me", NOON)
    assert isinstance(demo.look_up(SALMA, "me", NOON), Found)
    demo.look_up(NOBODY, "me", NOON)
    assert isinstance(demo.look_up(SALMA, "me", NOON), Locked)


def test_tries_older_than_fifteen_minutes_are_forgotten(demo):
    for _ in range(4):
        demo.look_up(NOBODY, "me", NOON)
    later = NOON + timedelta(minutes=16)
    assert demo.look_up(NOBODY, "me", later) == NotFound()
    assert isinstance(demo.look_up(SALMA, "me", later), Found)


def test_a_race_allows_no_sixth_try(demo):
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: demo.look_up(NOBODY, "me", NOON), range(16)))
    assert sum(isinstance(outcome, NotFound) for outcome in outcomes) == 5


def test_the_database_names_nobody(demo):
    demo.look_up(SALMA, "me", NOON)
    people = [line.split(",") for line in DEMO_FILE.read_text().splitlines()[1:]]
    secrets = {field for person in people for field in (*person[:3], person[6]) if field}
    with demo.engine.connect() as connection:
        for table in inspect(demo.engine).get_table_names():
            content = str(connection.execute(text(f"SELECT * FROM {table}")).all())
            assert not [secret for secret in secrets if secret in content]
