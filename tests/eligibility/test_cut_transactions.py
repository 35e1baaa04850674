"""A restart of PostgreSQL in the middle of a transaction costs nobody their answer."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, event, func, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from eligibility import EligibilityStore, Found, Identity, Locked, NotFound
from eligibility.engine import engine_for
from eligibility.importing import import_delivery
from eligibility.migrations import upgrade
from eligibility.models import Lookup
from eligibility.person import Digests
from identifiers.repeating import repeated_when_cut
from tests.delivery_files import NOON, SALMA, line_with, write_csv
from tests.postgresql import new_database


@pytest.fixture
def store(tmp_path):
    with new_database("eligibility") as url:
        upgrade(url)
        store = EligibilityStore(url, Digests(b"k" * 32))
        import_delivery(store, write_csv(tmp_path / "delivery.csv", line_with()), NOON)
        yield store
        engine_for(url).dispose()


def cut(store, times):
    """The server ends the connection just before applications are read, so many times."""
    left = [times]
    server = create_engine(store.engine.url, future=True)

    @event.listens_for(store.engine, "before_cursor_execute")
    def end(connection, cursor, statement, parameters, context, many):
        if left[0] and "FROM applications" in statement:
            left[0] -= 1
            pid = cursor.connection.info.backend_pid
            with server.connect() as other:
                other.execute(text(f"SELECT pg_terminate_backend({pid}, 5000)"))
            server.dispose()

    return left


def audited(store):
    with Session(store.engine, future=True) as session:
        return session.execute(select(func.count(Lookup.id))).scalar_one()


def test_a_look_up_that_was_cut_is_answered_and_audited_once(store):
    left = cut(store, times=1)
    assert isinstance(store.look_up(SALMA, "me", NOON), Found)
    assert left == [0]
    assert audited(store) == 1


def test_a_wrong_try_that_was_cut_counts_once(store):
    wrong = Identity(SALMA.cin, SALMA.massar_code, NOON.date())
    cut(store, times=1)
    assert [store.look_up(wrong, "me", NOON) for _ in range(5)] == [NotFound()] * 5
    assert isinstance(store.look_up(SALMA, "me", NOON), Locked)


def test_a_server_that_cuts_every_connection_keeps_nobody_waiting(store):
    left = cut(store, times=9)
    with pytest.raises(OperationalError):
        store.look_up(SALMA, "me", NOON)
    assert left == [7]


def test_a_statement_that_fails_for_another_reason_is_not_done_again(store):
    calls = []

    @repeated_when_cut
    def wrong():
        calls.append(1)
        with store.engine.connect() as connection:
            connection.execute(text("SELECT nothing_of_this_name"))

    with pytest.raises(ProgrammingError):
        wrong()
    assert len(calls) == 1
