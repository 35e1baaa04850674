"""The gate writes and the action server reads: several processes and threads, one vault."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from identifiers.vault import Vault

KEY = b"k" * 32
CONVERSATIONS = ["a", "b"]


def hold_many(url: str, conversation: str) -> list[str]:
    vault = Vault(url, KEY)
    return [vault.hold(conversation, "cin", f"AB{n:06}") for n in range(30)]


def test_processes_that_start_at_once_write_and_read_each_other(vault_url):
    # A pool that says so when a process dies, where multiprocessing's own would wait for ever.
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        references = list(pool.map(hold_many, [vault_url] * len(CONVERSATIONS), CONVERSATIONS))
    vault = Vault(vault_url, KEY)
    for conversation, mine in zip(CONVERSATIONS, references, strict=True):
        values = [vault.reveal(conversation, reference).value for reference in mine]
        assert values == [f"AB{n:06}" for n in range(30)]
        assert vault.forget(conversation) == 30


def test_threads_of_one_process_share_a_vault(vault_url):
    vault = Vault(vault_url, KEY)

    def round_trip(number: int) -> str:
        return vault.reveal("me", vault.hold("me", "number", str(number))).value

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(round_trip, range(100))) == [str(n) for n in range(100)]


def test_what_is_forgotten_while_others_write_leaves_nothing_that_opens(vault_url):
    vault = Vault(vault_url, KEY)
    with ThreadPoolExecutor(4) as pool:
        holding = [pool.submit(vault.hold, "me", "cin", "AB123456") for _ in range(40)]
        forgetting = [pool.submit(vault.forget, "me") for _ in range(10)]
    forgotten = sum(task.result() for task in forgetting)
    assert forgotten + vault.forget("me") == 40
    assert not [task for task in holding if vault.reveal("me", task.result())]
