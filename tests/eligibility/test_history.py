"""The history holds every state at its place in time, in whatever order the deliveries come."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from eligibility.importing import import_delivery
from eligibility.models import ApplicationRow, Delivery, StatusChange
from eligibility.status import Status
from tests.delivery_files import NOON, line_with, write_csv

STATES = [status.value for status in Status]


def line(status, on, **cells):
    return line_with(status=status, updated_at=f"2026-{on}", **cells)


def application(store, number=0) -> ApplicationRow:
    with Session(store.engine, future=True) as session:
        return (
            session.execute(select(ApplicationRow).order_by(ApplicationRow.id))
            .scalars()
            .all()[number]
        )


def history(store) -> list[tuple[str, str, str]]:
    """State, month-day and delivery of every change, in the order of the ids."""
    query = (
        select(StatusChange.status, StatusChange.at, Delivery.name)
        .join(Delivery, Delivery.id == StatusChange.delivery_id)
        .order_by(StatusChange.id)
    )
    with Session(store.engine, future=True) as session:
        return [(status, f"{at:%m-%d}", name) for status, at, name in session.execute(query)]


def states(store) -> list[tuple[str, str]]:
    return [(status, on) for status, on, _ in history(store)]


def test_every_state_is_kept_with_its_time_and_its_delivery(store, deliver):
    deliver(line("declared", "10-01"), name="october.csv")
    deliver(line("under_verification", "11-02"), name="november.csv")
    deliver(line("accepted", "11-20"), name="november-2.csv")
    assert history(store) == [
        ("declared", "10-01", "october.csv"),
        ("under_verification", "11-02", "november.csv"),
        ("accepted", "11-20", "november-2.csv"),
    ]


def test_all_states_of_one_file_are_kept_in_the_order_of_time(store, deliver):
    deliver(line("accepted", "11-20"), line("declared", "10-01"), line("incomplete", "11-02"))
    assert states(store) == [("declared", "10-01"), ("incomplete", "11-02"), ("accepted", "11-20")]


def test_a_late_line_from_before_all_others_comes_first(store, deliver):
    deliver(line("accepted", "11-12"), name="new.csv")
    deliver(line("declared", "10-01"), name="late.csv")
    assert history(store) == [("declared", "10-01", "late.csv"), ("accepted", "11-12", "new.csv")]
    assert application(store).status == "accepted"


def test_a_late_line_between_two_states_comes_between_them(store, deliver):
    deliver(line("declared", "10-01"), line("accepted", "11-12"), name="new.csv")
    deliver(line("incomplete", "10-20"), name="late.csv")
    assert history(store)[1] == ("incomplete", "10-20", "late.csv")
    assert len(history(store)) == 3


def test_a_late_line_of_the_next_state_moves_its_beginning(store, deliver):
    deliver(line("declared", "10-01"), line("accepted", "11-12"), name="new.csv")
    deliver(line("accepted", "11-02"), name="late.csv")
    assert history(store)[1:] == [("accepted", "11-02", "late.csv")]
    assert application(store).since == datetime(2026, 11, 2)
    assert application(store).updated_at == datetime(2026, 11, 12)


def test_a_late_line_that_confirms_what_held_then_says_nothing_new(store, deliver):
    deliver(line("declared", "10-01"), line("declared", "10-20"), line("accepted", "11-12"))
    before = history(store)
    assert deliver(line("declared", "10-10")).unchanged == 1
    assert history(store) == before


def test_a_late_line_inside_a_state_parts_it(store, deliver):
    deliver(line("declared", "10-01"), name="1.csv")
    deliver(line("declared", "10-30"), name="2.csv")
    deliver(line("incomplete", "10-15"), name="late.csv")
    assert history(store) == [
        ("declared", "10-01", "1.csv"),
        ("incomplete", "10-15", "late.csv"),
        ("declared", "10-30", "1.csv"),
    ]
    assert application(store).since == datetime(2026, 10, 30)


def test_a_late_line_parts_a_past_state_too(store, deliver):
    deliver(line("declared", "10-01"))
    deliver(line("declared", "10-30"))
    deliver(line("accepted", "11-12"))
    deliver(line("incomplete", "10-15"))
    assert states(store) == [
        ("declared", "10-01"),
        ("incomplete", "10-15"),
        ("declared", "10-30"),
        ("accepted", "11-12"),
    ]
    assert application(store).since == datetime(2026, 11, 12)


def test_late_and_new_lines_of_one_file_both_find_their_place(store, deliver):
    deliver(line("under_verification", "10-20"))
    deliver(line("declared", "10-01"), line("accepted", "11-12"))
    assert [status for status, _ in states(store)] == ["declared", "under_verification", "accepted"]
    assert application(store).status == "accepted"


def test_of_one_moment_the_later_delivery_is_believed_and_both_are_kept(store, deliver):
    deliver(line("under_verification", "11-12"), name="morning.csv")
    deliver(line("accepted", "11-12"), name="evening.csv")
    assert history(store) == [
        ("under_verification", "11-12", "morning.csv"),
        ("accepted", "11-12", "evening.csv"),
    ]
    assert deliver(line("accepted", "11-12")).unchanged == 1
    assert application(store).status == "accepted"


def test_a_delivery_taken_back_and_forth_ends_as_the_last_one_says(store, deliver):
    for status in ("under_verification", "accepted", "under_verification"):
        deliver(line(status, "11-12"))
        assert application(store).status == status
        assert states(store)[-1] == (status, "11-12")


def test_the_delivery_of_what_stands_is_the_one_with_the_newest_report(store, deliver):
    deliver(line("declared", "10-01"), name="1.csv")
    deliver(line("declared", "10-20"), name="2.csv")
    deliver(line("declared", "10-10"), line("incomplete", "10-05"), name="late.csv")
    with Session(store.engine, future=True) as session:
        assert session.execute(select(ApplicationRow)).scalar_one().delivery.name == "2.csv"


def test_histories_of_other_people_and_years_are_left_alone(store, deliver):
    other_year = line("accepted", "01-10", academic_year="2025-2026")
    deliver(line("accepted", "11-12"), line("declared", "10-01", cin="CD123456"), other_year)
    deliver(line("incomplete", "10-20"))
    with Session(store.engine, future=True) as session:
        rows = session.execute(select(ApplicationRow)).scalars()
        lengths = sorted(len(row.history) for row in rows)
    assert lengths == [1, 1, 2]


REPORTS = st.lists(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(STATES)), min_size=1, max_size=4),
    min_size=1,
    max_size=5,
)


def believed(deliveries) -> dict[int, str]:
    """The state of each moment: of reports of one moment the later is believed."""
    return {moment: status for delivery in deliveries for moment, status in delivery}


def take_in(store, tmp_path, cin, deliveries):
    start = datetime(2026, 10, 1)
    for delivery in deliveries:
        lines = [
            line_with(cin=cin, status=status, updated_at=(start + timedelta(days=day)).isoformat())
            for day, status in dict(delivery).items()
        ]
        import_delivery(store, write_csv(tmp_path / "d.csv", *lines), NOON)
    with Session(store.engine, future=True) as session:
        row = session.execute(
            select(ApplicationRow).order_by(ApplicationRow.id.desc()).limit(1)
        ).scalar_one()
        return row, [(change.status, (change.at - start).days) for change in row.history]


@pytest.fixture
def people():
    """A CIN that nobody has had yet, for each example."""
    return iter(f"AB{number:06}" for number in range(10**6))


SLOW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(REPORTS)
def test_whatever_the_order_the_newest_report_stands_and_the_history_leads_to_it(
    store, tmp_path, people, deliveries
):
    row, past = take_in(store, tmp_path, next(people), deliveries)
    reports = believed(deliveries)
    assert row.status == reports[max(reports)]
    assert (row.updated_at - datetime(2026, 10, 1)).days == max(reports)
    assert [at for _, at in past] == sorted(at for _, at in past)
    assert all(one[0] != next_[0] for one, next_ in pairwise(past))
    assert past[-1] == (row.status, (row.since - datetime(2026, 10, 1)).days)
    assert {status for _, status in reports.items()} <= {status for status, _ in past}


@st.composite
def twice_at_most(draw):
    """Reports of different moments, in any order; no state is reported three times."""
    order = draw(st.permutations(range(10)))
    statuses = draw(st.permutations(STATES * 2))
    reports = list(zip(order, statuses, strict=True))[: draw(st.integers(1, 10))]
    return [[report] for report in reports]


@SLOW
@given(twice_at_most())
def test_states_reported_twice_at_most_have_their_whole_history_whatever_the_order(
    store, tmp_path, people, deliveries
):
    _, past = take_in(store, tmp_path, next(people), deliveries)
    in_time = sorted((moment, status) for delivery in deliveries for moment, status in delivery)
    runs = [(status, next(run)[0]) for status, run in groupby(in_time, key=lambda one: one[1])]
    assert past == runs
