"""Nobody can be singled out, neither by a number nor by subtracting what is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from insights.figures.suppression import K, listed, percentile, share, shown

COUNTS = st.integers(0, 5_000)


@given(COUNTS)
def test_a_count_is_shown_to_the_nearest_five_or_as_fewer_than_five(exact):
    told = shown(exact)
    assert told.few == (0 < exact < K)
    if not told.few:
        assert told.value % K == 0 and abs(told.value - exact) <= K / 2


@given(st.integers(K, 5_000), st.integers(1, 4))
def test_two_reports_that_differ_by_a_few_people_do_not_tell_how_many(exact, few):
    # All that a difference of what is shown may be is also what chance makes of rounding.
    difference = shown(exact + few).value - shown(exact).value
    assert difference in (0, K)


@given(COUNTS, COUNTS)
def test_a_share_gives_no_small_number_away(part, others):
    whole = part + others
    told = share(part, whole)
    if whole < 20:
        assert told is None
    elif 0 < part < K:
        assert told.bound == "<" and told.percent >= 100 * part / whole - 10
    elif 0 < others < K:
        assert told.bound == ">"
    else:
        assert 0 <= told.percent <= 100


@given(st.dictionaries(st.text(min_size=1, max_size=3), COUNTS | st.integers(0, 6), max_size=30))
def test_a_list_and_its_total_do_not_give_the_small_rows_away(counts):
    found = listed(counts, most=10)
    assert all(counts[key] >= K for key, _ in found.rows)
    shown_sum = sum(counts[key] for key, _ in found.rows)
    rest = sum(counts.values()) - shown_sum
    # What is left for the total to tell is nothing, or many together (unless all of it is few).
    assert rest == 0 or rest >= K or not found.rows
    assert (found.others is None) == (rest == 0)


def test_the_next_larger_row_hides_a_single_small_one():
    found = listed({"Fès": 40, "Oujda": 12, "Dakhla": 1})
    assert [key for key, _ in found.rows] == ["Fès"]
    assert found.others.value == 15


def test_a_share_that_rounds_to_nothing_is_not_told_as_nothing():
    assert share(10, 10_000).bound == "<"
    assert share(0, 10_000).percent == 0 and share(0, 10_000).bound == ""


def test_centiles_are_of_twenty_values_or_more_and_rounded():
    assert percentile([0.1] * 19, 0.5, 0.01) is None
    values = [n / 1000 for n in range(100)]
    assert abs(percentile(values, 0.95, 0.01) - 0.1) < 1e-9
