"""A wish to be told is kept once, changed by one only, and gone when it should be."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from eligibility.changes import changes
from eligibility.subscriptions import LIFETIME, Subscription, Subscriptions, Topic
from tests.delivery_files import SALMA, line_with

NOW = datetime(2026, 11, 26, 12)


@pytest.fixture
def wishes(store):
    return Subscriptions(store.engine)


@pytest.fixture
def wish(store):
    return Subscription(
        *("whatsapp", "c1", Topic.APPLICATION, "fr", "2026-2027", store.digests.key_id, NOW),
        status="declared",
        person=store.digests.person(SALMA),
    )


def test_a_second_wish_on_the_same_topic_takes_the_place_of_the_first(wishes, wish):
    wishes.begin(wish)
    wishes.begin(replace(wish, status="incomplete"))
    wishes.begin(replace(wish, topic=Topic.DECLARATIONS, status=None, person=None))
    assert [one.status for one in wishes.all()] == ["incomplete", None]
    assert wishes.end("c1") == 2 and wishes.end("c1") == 0


def test_one_of_two_who_tell_the_same_change_is_told_so(wishes, wish):
    wishes.begin(wish)
    assert wishes.know(wish, "2026-2027", "accepted", NOW + timedelta(minutes=1))
    assert not wishes.know(wish, "2026-2027", "accepted", NOW + timedelta(minutes=1))
    assert not wishes.end_one(wish) and wishes.count() == 1
    assert wishes.end_one(wishes.all()[0]) and wishes.count() == 0


def test_what_is_over_is_deleted_and_the_rest_stays(wishes, wish):
    wishes.begin(wish)
    assert wishes.expire(NOW + LIFETIME - timedelta(seconds=1)) == 0
    assert wishes.expire(NOW + LIFETIME) == 1


def test_a_change_is_found_by_the_newest_year(store, deliver, wish):
    deliver(line_with())
    assert list(changes(store.engine, store.digests, [wish])) == []
    deliver(line_with(academic_year="2027-2028", updated_at="2027-10-01"), name="next.csv")
    (change,) = changes(store.engine, store.digests, [wish])
    assert (change.academic_year, change.status) == ("2027-2028", "declared")


def test_whose_application_was_deleted_is_told_nothing(store, wish):
    assert list(changes(store.engine, store.digests, [wish])) == []
