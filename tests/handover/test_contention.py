"""Agents in different processes, as several servers have them, over one queue."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from handover import HandoverStore, Outcome
from tests.handover.conftest import wish

WAITING = 40
PROCESSES = 4


def take_all(url: str, agent: int) -> list[int]:
    """What one agent gets who tries for every conversation in the queue until it is empty."""
    store = HandoverStore.open(url)
    got = []
    while waiting := store.talks.waiting():
        for one in waiting:
            if store.talks.take(one.id, agent):
                got.append(one.id)
    return got


def say_all(url: str, handover: int, agent: int) -> None:
    """The same forty messages that every other process sends, too."""
    store = HandoverStore.open(url)
    for n in range(WAITING):
        store.transcripts.say_to_student(handover, agent, f"key {n}", f"mot {n}")


def push_all(url: str, conversation: str) -> list[tuple[int, int]]:
    """(number, process) of each line that this process pushed."""
    store = HandoverStore.open(url)
    pushed = []
    while store.deliveries.pending():
        while line := store.deliveries.claim(conversation):
            pushed.append((line.number, os.getpid()))
            store.deliveries.done(line)
    return pushed


def in_processes(function, *arguments):
    """What several processes, which begin at the same moment, give back together."""
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        runs = [pool.submit(function, *(a[n] for a in arguments)) for n in range(PROCESSES)]
        return [one for run in runs for one in run.result(timeout=120) or ()]


def test_no_two_processes_take_the_same_conversation(centre, url):
    ids = {centre.store.talks.enqueue(wish(f"student {n}"))[0] for n in range(WAITING)}
    agents = [centre.salma, centre.omar, centre.chief, centre.salma]
    got = in_processes(take_all, [url] * PROCESSES, agents)
    assert Counter(got) == dict.fromkeys(ids, 1)
    for one in centre.store.talks.taken():
        assert centre.texts(one.id) == ["utter_handover_taken"]


def test_what_many_processes_send_at_once_is_said_once_and_pushed_once_in_order(centre, url):
    mine = centre.taken()
    same = [url] * PROCESSES, [mine] * PROCESSES, [centre.salma] * PROCESSES
    in_processes(say_all, *same)
    lines = centre.store.transcripts.read(mine)
    assert [line.number for line in lines] == list(range(1, WAITING + 2))
    assert Counter(line.text for line in lines[1:]) == {f"mot {n}": 1 for n in range(WAITING)}
    pushed = in_processes(push_all, [url] * PROCESSES, ["me"] * PROCESSES)
    assert Counter(number for number, _ in pushed) == dict.fromkeys(range(1, WAITING + 2), 1)
    times = [line.pushed_at for line in centre.store.transcripts.read(mine)]
    assert times == sorted(times)
    assert centre.store.talks.close(mine, centre.salma, Outcome.SOLVED)
