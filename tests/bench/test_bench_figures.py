"""The benchmark's figures are those of the calls."""

from __future__ import annotations

import os

import pytest

from bot.bench.figures import Speed
from bot.bench.memory import resident_mib
from bot.bench.messages import questions


def test_percentiles_are_in_milliseconds_and_throughput_is_of_the_whole_run():
    speed = Speed.of([0.010] * 90 + [0.200] * 10, elapsed=2.0)
    assert speed.p50_ms == pytest.approx(10)
    assert speed.p95_ms == pytest.approx(200)
    assert speed.per_second == pytest.approx(50)


def test_no_call_gives_no_figure():
    with pytest.raises(ValueError, match="no call"):
        Speed.of([], elapsed=1.0)


def test_memory_counts_the_process_itself():
    assert 10 < resident_mib(os.getpid()) < 100_000


def test_memory_of_a_process_that_has_ended_is_none():
    assert resident_mib(2**22 + 1) == 0


def test_questions_are_the_same_each_time_and_all_different():
    assert questions(50) == questions(50)
    assert len(set(questions(500))) == 500
    with pytest.raises(ValueError, match="fewer messages"):
        questions(10**7)
