"""Words are kept for a short while, counts for a longer one, and then nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from insights.settings import counts_kept, is_on, text_kept
from insights.tables import decisions, messages, steps
from tests.insights.conftest import answered, body, counts, moment, rows, said

DAY = 24 * 60


def test_words_go_after_their_days_and_counts_after_theirs(store):
    ages = {"new": 0, "a month": -31 * DAY, "two years": -800 * DAY}
    for sender, minutes in ages.items():
        store.taking_in.take([said(sender, moment(minutes)), answered(sender, moment(minutes))])
    # Older words are not even taken in.
    assert [row.text is None for row in rows(store, messages)] == [True, True, False]
    assert store.purge() == 1
    assert counts(store) == (2, 2, 2)


def test_words_that_were_kept_are_deleted_when_their_time_is_over(store, monkeypatch):
    store.taking_in.take([said("me", moment(-10 * DAY))])
    store.purge()
    assert rows(store, messages)[0].text
    monkeypatch.setenv("TAGHTIA_INSIGHTS_TEXT_DAYS", "7")
    store.purge()
    assert rows(store, messages)[0].text is None


def test_what_an_editor_decided_and_late_votes_go_with_the_rest(store):
    store.taking_in.take([said("me", moment(-800 * DAY))])
    vote = body("vote", "gone", moment(-800 * DAY), number=1, helpful=True, response="utter_x")
    store.taking_in.take([vote])
    row = rows(store, messages)[0]
    with store.engine.begin() as connection:
        connection.execute(
            decisions.insert().values(message=row.key, decision="accepted", at=row.at)
        )
    store.purge()
    with store.engine.connect() as connection:
        assert not connection.execute(select(decisions)).all()
        assert not connection.execute(select(steps)).all()


@pytest.mark.parametrize(
    ("variable", "value", "read"),
    [
        ("TAGHTIA_INSIGHTS", "no", is_on),
        ("TAGHTIA_INSIGHTS_TEXT_DAYS", "-1", text_kept),
        ("TAGHTIA_INSIGHTS_DAYS", "0", counts_kept),
        ("TAGHTIA_INSIGHTS_DAYS", "a year", counts_kept),
    ],
)
def test_a_wrong_setting_is_named_and_not_quoted(monkeypatch, variable, value, read):
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValueError, match=variable) as refused:
        read()
    assert f"'{value}'" not in str(refused.value)
