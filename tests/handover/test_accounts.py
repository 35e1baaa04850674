"""Who may sign in, and for how long."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import time_machine

from handover.accounts import UnknownAccount
from handover.states import Role
from identifiers.database import now
from tests.handover.conftest import PASSWORD


def check(centre, password=PASSWORD, code=None, name="salma"):
    return centre.store.accounts.check(name, password, code)


def later(**duration):
    return time_machine.travel(now() + timedelta(**duration), tick=True)


def test_the_right_password_signs_in_and_no_other(centre):
    assert check(centre).shown_as == "Salma"
    assert check(centre, "another password") is None
    assert check(centre, name="nobody") is None


def test_passwords_stand_in_the_store_as_argon2id_only(centre):
    with centre.store.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT password FROM handover_agents").scalars().all()
    assert all(re.match(r"\$argon2id\$v=19\$m=65536,t=3,p=1\$", one) for one in kept)
    assert len(set(kept)) == len(kept) and PASSWORD not in str(kept)


def test_short_passwords_and_taken_names_are_refused(centre):
    add = centre.store.accounts.add
    with pytest.raises(ValueError, match="12 characters"):
        add("new", "New", Role.AGENT, "short")
    with pytest.raises(ValueError, match="there is an account salma"):
        add("salma", "New", Role.AGENT, PASSWORD)
    with pytest.raises(UnknownAccount):
        centre.store.accounts.set_disabled("nobody", True)


def test_five_failures_lock_the_account_and_time_or_a_new_password_opens_it(centre):
    for _ in range(5):
        assert check(centre, "wrong wrong wrong") is None
    assert check(centre) is None
    assert check(centre, name="omar")
    with later(minutes=16):
        assert check(centre)
    for _ in range(5):
        check(centre, "wrong wrong wrong", name="omar")
    centre.store.accounts.set_password("omar", "a whole new password")
    assert check(centre, "a whole new password", name="omar")


def test_a_right_password_in_between_ends_the_count(centre):
    for _ in range(3):
        for _ in range(4):
            check(centre, "wrong wrong wrong")
        assert check(centre)


def test_a_second_factor_is_asked_for_and_no_code_is_good_twice(centre):
    address = centre.store.accounts.new_second_factor("salma")
    (secret,) = parse_qs(urlsplit(address).query)["secret"]
    totp = pyotp.TOTP(secret)
    with time_machine.travel(time.time(), tick=False):
        code = totp.now()
        assert check(centre) is None and check(centre, code="000000") is None
        assert check(centre, code=code)
        assert check(centre, code=code) is None
    with later(seconds=60):
        assert check(centre, code=totp.now())
    centre.store.accounts.drop_second_factor("salma")
    assert check(centre)


def test_the_secret_of_the_second_factor_is_encrypted(centre):
    address = centre.store.accounts.new_second_factor("salma")
    (secret,) = parse_qs(urlsplit(address).query)["secret"]
    with centre.store.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT totp_secret FROM handover_agents").scalars()
        assert secret not in str(list(kept))


def test_a_session_is_its_agents_until_it_is_ended_idle_or_old(centre):
    sessions = centre.store.sessions
    token = sessions.begin(check(centre))
    assert sessions.find(token).agent.name == "salma"
    assert sessions.find("another") is None and sessions.find("") is None
    with later(minutes=59):
        sessions.show(token)
    with later(minutes=118):
        assert sessions.find(token)
    with later(hours=13):
        assert sessions.find(token) is None
    sessions.end(token)
    assert sessions.find(token) is None


def test_a_session_nobody_uses_ends_within_the_hour(centre):
    token = centre.store.sessions.begin(check(centre))
    with later(minutes=61):
        assert centre.store.sessions.find(token) is None


@pytest.mark.parametrize("deed", ["disabled", "password", "factor"])
def test_a_changed_account_ends_its_sessions(centre, deed):
    token = centre.store.sessions.begin(check(centre))
    accounts = centre.store.accounts
    if deed == "disabled":
        accounts.set_disabled("salma", True)
        assert check(centre) is None
    elif deed == "password":
        accounts.set_password("salma", "a whole new password")
    else:
        accounts.new_second_factor("salma")
    assert centre.store.sessions.find(token) is None


def test_a_read_session_table_signs_nobody_in(centre):
    token = centre.store.sessions.begin(check(centre))
    with centre.store.engine.connect() as connection:
        (row,) = connection.exec_driver_sql("SELECT * FROM handover_sessions").all()
    assert token not in str(row)
    assert centre.store.sessions.find(row[0]) is None


def test_present_is_whose_desk_is_open(centre):
    assert centre.store.sessions.present() == []
    token = centre.store.sessions.begin(check(centre))
    assert [one.name for one in centre.store.sessions.present()] == ["salma"]
    with later(minutes=2):
        assert centre.store.sessions.present() == []
        centre.store.sessions.show(token)
        assert [one.name for one in centre.store.sessions.present()] == ["salma"]
