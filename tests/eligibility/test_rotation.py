"""A new key takes the old one's place without anybody's identifiers, and nobody is ever lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import multiprocessing
import os
import signal
import stat
from datetime import date, datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from eligibility import EligibilityStore, Found, Identity, NotFound
from eligibility.demo import DEMO_FILE, seed_demo
from eligibility.engine import engine_for
from eligibility.generations import KeyMismatch, count_older
from eligibility.importing import import_delivery
from eligibility.key_change import CannotRotate, Prepared, Rotated, rotate
from eligibility.migrations import upgrade
from eligibility.models import ApplicationRow, Lock, Maintenance, StatusChange, WrongTry
from eligibility.person import Digests
from eligibility.rotation import renew_digests
from identifiers.key_file import key_file_held
from identifiers.keys import KeyChain
from tests.delivery_files import NOON, line_with, write_csv
from tests.waiting import wait_until

NOW = datetime(2026, 11, 24, 12)
PEOPLE = [
    Identity(cin, massar_code, date.fromisoformat(born))
    for cin, massar_code, born, *_ in (
        line.split(",") for line in DEMO_FILE.read_text(encoding="utf-8").splitlines()[1:]
    )
]


@pytest.fixture
def key_file(tmp_path, monkeypatch, url) -> Path:
    """The environment of an installation with the demo people, under one key."""
    path = tmp_path / "keys" / "taghtia.key"
    monkeypatch.delenv("TAGHTIA_KEY", raising=False)
    monkeypatch.setenv("TAGHTIA_KEY_FILE", str(path))
    monkeypatch.setenv("TAGHTIA_DATABASE_URL", url)
    upgrade(url)
    seed_demo(current())
    return path


def current() -> EligibilityStore:
    """The store as a server opens it for a look-up."""
    return EligibilityStore.from_environment()


def everybody_is_found(store: EligibilityStore) -> bool:
    return all(
        isinstance(store.look_up(one, f"sender {number}", NOON), Found)
        for number, one in enumerate(PEOPLE)
    )


def nothing() -> None:
    """Nobody is looking anything up."""


def rotate_now(url: str, out: Path | None = None) -> Prepared | Rotated:
    return rotate(engine_for(url), NOW, out, nothing)


def digests_in(store: EligibilityStore) -> set[str]:
    with Session(store.engine, future=True) as session:
        return set(session.execute(select(ApplicationRow.person_digest)).scalars())


def test_everybody_is_found_after_each_of_several_rotations(key_file, url):
    for keys in (2, 3, 4):
        assert rotate_now(url) == Rotated(keys=keys, applications=len(PEOPLE))
        assert len(key_file.read_text().splitlines()) == keys
        assert everybody_is_found(current())


def test_a_wrong_identifier_still_finds_nobody(key_file, url):
    rotate_now(url)
    wrong = Identity(PEOPLE[0].cin, PEOPLE[0].massar_code, date(2001, 1, 1))
    assert current().look_up(wrong, "me", NOON) == NotFound()


def test_whoever_knows_the_old_key_can_tie_no_row_to_anyone(key_file, url):
    stolen = Digests.of(KeyChain.from_environment())
    before = digests_in(current())
    assert {stolen.person(one) for one in PEOPLE} == before
    rotate_now(url)
    after = digests_in(current())
    assert not after & before
    # Nor with the stolen key put over itself, in the way of the new one.
    for one in PEOPLE:
        inner = stolen.person(one)
        assert inner not in after
        assert (
            Digests(*[KeyChain.from_environment().keys[0].derive("digest")] * 2).renewed(
                inner, stolen.key_id
            )
            not in after
        )


def test_a_digest_of_the_second_generation_is_a_keyed_digest_of_the_first(key_file, url):
    """Whoever changes that makes every rotated store unreadable."""
    rotate_now(url)
    chain = KeyChain.from_environment()
    first = Digests(chain.keys[0].derive("digest")).person(PEOPLE[0])
    second = hmac.new(
        chain.keys[1].derive("digest"), f"layer\x1f{first}".encode(), hashlib.sha256
    ).hexdigest()
    assert second in digests_in(current())


def test_no_byte_of_an_old_digest_is_left_in_sqlites_files(key_file, url, tmp_path):
    if not url.startswith("sqlite"):
        pytest.skip("the files of a PostgreSQL server are not ours")
    before = digests_in(current())
    rotate_now(url)
    files = b"".join(path.read_bytes() for path in tmp_path.glob("store.db*"))
    assert not [digest for digest in before if digest.encode() in files]
    assert [digest for digest in digests_in(current()) if digest.encode() in files]


def test_histories_stay_as_they_are(key_file, url):
    def histories():
        with Session(engine_for(url), future=True) as session:
            query = select(StatusChange.application_id, StatusChange.status, StatusChange.at)
            return session.execute(query.order_by(StatusChange.id)).all()

    before = histories()
    rotate_now(url)
    assert histories() == before


def test_tries_and_locks_end_with_the_key_that_they_were_counted_under(key_file, url):
    nobody = Identity("QQ999999", "Q999999999", date(2001, 1, 1))
    for sender in ("one", "one", "one", "one", "one", "two"):
        current().look_up(nobody, sender, NOON)
    rotate_now(url)
    with Session(engine_for(url), future=True) as session:
        assert not session.execute(select(WrongTry)).all()
        assert not session.execute(select(Lock)).all()


def test_what_was_done_is_recorded(key_file, url):
    rotate_now(url)
    with Session(engine_for(url), future=True) as session:
        (row,) = session.execute(select(Maintenance)).scalars()
    assert (row.at, row.action, row.applications) == (NOW, "rotate-key", len(PEOPLE))


def test_between_the_key_file_and_the_digests_everybody_is_found(key_file, url):
    found = []
    rotate(engine_for(url), NOW, None, lambda: found.append(everybody_is_found(current())))
    assert found == [True]


def die_before_the_digests(url: str) -> None:
    rotate(engine_for(url), NOW, None, lambda: os.kill(os.getpid(), signal.SIGKILL))


def die_inside_the_transaction(url: str) -> None:
    """Killed when all digests are changed and nothing is committed yet."""
    from eligibility import rotation

    renew = rotation._renew

    def renew_and_die(*arguments):
        renew(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)

    rotation._renew = renew_and_die
    rotate(engine_for(url), NOW, None, nothing)


@pytest.mark.parametrize("crash", [die_before_the_digests, die_inside_the_transaction])
def test_a_rotation_that_is_killed_loses_nobody_and_is_finished_by_the_next(key_file, url, crash):
    before = digests_in(current())
    process = multiprocessing.get_context("spawn").Process(target=crash, args=(url,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert digests_in(current()) == before
    assert len(key_file.read_text().splitlines()) == 2
    assert everybody_is_found(current())
    assert rotate_now(url) == Rotated(keys=2, applications=len(PEOPLE))
    assert len(key_file.read_text().splitlines()) == 2
    assert everybody_is_found(current())


def test_until_it_is_finished_imports_are_refused_with_the_mend(key_file, url, tmp_path):
    engine = engine_for(url)
    chain = KeyChain.from_environment().longer()
    key_file.write_text(chain.encode())
    with pytest.raises(KeyMismatch, match="Run `taghtia eligibility rotate-key`"):
        import_delivery(current(), write_csv(tmp_path / "d.csv", line_with()), NOON)
    with engine.connect() as connection:
        assert count_older(connection, current().digests) == len(PEOPLE)
    rotate_now(url)
    assert import_delivery(current(), tmp_path / "d.csv", NOON).added == 1


def test_an_import_that_began_before_a_rotation_stores_nothing_under_the_old_key(
    key_file, url, tmp_path, monkeypatch
):
    path = write_csv(tmp_path / "d.csv", line_with())
    from eligibility import importing

    merge = importing.merge

    def rotate_then_merge(*arguments):
        rotate_now(url)
        return merge(*arguments)

    monkeypatch.setattr(importing, "merge", rotate_then_merge)
    with pytest.raises(KeyMismatch, match="not at hand"):
        import_delivery(current(), path, NOON)
    assert len(digests_in(current())) == len(set(map(repr, digests_in(current()))))
    assert everybody_is_found(current())


def look_up_until(stopped, rounds, missed) -> None:
    """Look everybody up again and again, as a server does, until it is stopped."""
    while not stopped.is_set():
        missed.value += not everybody_is_found(current())
        rounds.value += 1


def test_a_running_server_finds_everybody_before_while_and_after(key_file, url):
    context = multiprocessing.get_context("spawn")
    stopped, rounds, missed = context.Event(), context.Value("i"), context.Value("i")
    server = context.Process(target=look_up_until, args=(stopped, rounds, missed))
    server.start()

    def wait_for_look_ups_under_way():
        enough = rounds.value + 2
        wait_until(lambda: rounds.value >= enough, seconds=300)

    wait_for_look_ups_under_way()
    for _ in range(3):
        rotate(engine_for(url), NOW, None, wait_for_look_ups_under_way)
    wait_for_look_ups_under_way()
    stopped.set()
    server.join()
    assert missed.value == 0 and rounds.value >= 8


def test_keys_of_the_environment_are_prepared_in_a_file_then_finished(
    key_file, url, tmp_path, monkeypatch
):
    monkeypatch.setenv("TAGHTIA_KEY", key_file.read_text().strip())
    before = digests_in(current())
    out = tmp_path / "next.key"
    with pytest.raises(CannotRotate, match="give --key-out FILE"):
        rotate_now(url)
    assert rotate_now(url, out) == Prepared(out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert digests_in(current()) == before
    monkeypatch.setenv("TAGHTIA_KEY", out.read_text())
    assert everybody_is_found(current())
    assert rotate_now(url) == Rotated(keys=2, applications=len(PEOPLE))
    assert everybody_is_found(current())


def test_a_file_that_may_hold_the_only_copy_of_a_key_is_never_overwritten(key_file, url, tmp_path):
    out = tmp_path / "next.key"
    out.write_text("precious")
    with pytest.raises(CannotRotate, match="is there already"):
        rotate_now(url, out)
    assert out.read_text() == "precious"
    assert len(key_file.read_text().splitlines()) == 1


def test_a_second_rotation_at_the_same_time_is_refused(key_file, url):
    with key_file_held(key_file), pytest.raises(CannotRotate, match="another rotation is running"):
        rotate_now(url)
    assert len(key_file.read_text().splitlines()) == 1


def test_a_store_under_an_unknown_key_is_not_rotated(key_file, url):
    key_file.write_text(base64.b64encode(b"x" * 32).decode())
    with pytest.raises(KeyMismatch, match=r"12 application\(s\) .* not at hand"):
        rotate_now(url)


@pytest.mark.parametrize("change", ["exchanged", "first lost", "last lost"])
def test_keys_in_the_wrong_order_or_number_are_noticed(key_file, url, change):
    rotate_now(url)
    first, last = key_file.read_text().split()
    lines = {"exchanged": [last, first], "first lost": [last], "last lost": [first]}[change]
    key_file.write_text("\n".join(lines))
    with (
        engine_for(url).connect() as connection,
        pytest.raises(KeyMismatch, match="in their order"),
    ):
        count_older(connection, current().digests)


def test_an_application_stored_twice_by_a_server_with_an_old_key_does_not_stop_a_rotation(
    key_file, url
):
    """The newer generation's is kept."""
    chain = KeyChain.from_environment().longer()
    key_file.write_text(chain.encode())
    digests = Digests.of(chain)
    with Session(engine_for(url), future=True) as session, session.begin():
        old = session.execute(select(ApplicationRow).limit(1)).scalar_one()
        copied = {
            column.name: getattr(old, column.name)
            for column in ApplicationRow.__table__.columns
            if column.name != "id"
        }
        copied["person_digest"] = digests.renewed(old.person_digest, old.key_id)
        copied |= {"key_id": digests.key_id, "university": "kept"}
        session.add(ApplicationRow(**copied))
    assert renew_digests(engine_for(url), digests, NOW) == len(PEOPLE)
    assert len(PEOPLE) == 12
    with Session(engine_for(url), future=True) as session:
        rows = session.execute(select(ApplicationRow)).scalars().all()
        assert len(rows) == len(PEOPLE)
        assert {row.key_id for row in rows} == {digests.key_id}
        assert "kept" in {row.university for row in rows}


def test_applications_that_come_while_the_others_are_prepared_are_renewed_too(
    key_file, url, monkeypatch
):
    from eligibility import rotation

    old = current().digests
    chain = KeyChain.from_environment().longer()
    load = rotation.load

    def load_then_add(connection, table, rows):
        count = load(connection, table, rows)
        monkeypatch.setattr(rotation, "load", load)
        with Session(engine_for(url), future=True) as session, session.begin():
            row = session.execute(select(ApplicationRow).limit(1)).scalar_one()
            person = old.person(Identity("AB123456", "G123456789", date(2003, 3, 5)))
            late = {
                column.name: getattr(row, column.name)
                for column in ApplicationRow.__table__.columns
                if column.name != "id"
            }
            session.add(ApplicationRow(**{**late, "person_digest": person}))
        return count

    monkeypatch.setattr(rotation, "load", load_then_add)
    renew_digests(engine_for(url), Digests.of(chain), NOW)
    with engine_for(url).connect() as connection:
        assert count_older(connection, Digests.of(chain)) == 0
        assert connection.execute(text("SELECT count(*) FROM applications")).scalar_one() == 13


def test_an_empty_store_takes_a_new_key_as_well(tmp_path, monkeypatch, url):
    monkeypatch.delenv("TAGHTIA_KEY", raising=False)
    monkeypatch.setenv("TAGHTIA_KEY_FILE", str(tmp_path / "taghtia.key"))
    upgrade(url)
    assert rotate_now(url) == Rotated(keys=2, applications=0)


def test_invented_people_of_a_lost_key_are_stored_anew(key_file, url):
    key_file.unlink()
    assert seed_demo(current()).added == len(PEOPLE)
    assert everybody_is_found(current())


def test_real_people_of_a_lost_key_are_not_touched(key_file, url, tmp_path):
    import_delivery(current(), write_csv(tmp_path / "d.csv", line_with()), NOON)
    before = digests_in(current())
    key_file.unlink()
    with pytest.raises(KeyMismatch):
        seed_demo(current())
    assert digests_in(current()) == before


def test_rotation_does_not_depend_on_the_clock_of_the_machine(key_file, url):
    """The moment is given, so that the record is right in any time zone."""
    moment = datetime(2026, 12, 1, tzinfo=timezone.utc).replace(tzinfo=None)
    renew_digests(engine_for(url), current().digests, moment)
    with Session(engine_for(url), future=True) as session:
        assert session.execute(select(Maintenance.at)).scalar_one() == moment
