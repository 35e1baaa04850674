"""Agents' accounts: made and changed by the command line, checked at the sign-in."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pyotp
from pyotp.utils import strings_equal
from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection, Engine, Row
from sqlalchemy.exc import IntegrityError

from handover.audit import record
from handover.keys import Cipher
from handover.passwords import NOBODYS, hashed, is_outdated, matches
from handover.states import Role
from handover.tables import agents, sessions
from identifiers.database import now, reading, upsert
from identifiers.repeating import repeated_when_cut

MOST_FAILURES = 5
LOCK = timedelta(minutes=15)
_STEP_SECONDS = 30


class UnknownAccount(LookupError):
    """No account has this name."""


@dataclass(frozen=True)
class Agent:
    """Whoever is signed in; `shown_as` is what students see."""

    id: int
    name: str
    shown_as: str
    role: Role
    ready: bool
    disabled: bool
    second_factor: bool

    @classmethod
    def from_row(cls, row: Row) -> Agent:
        """From a row of `handover.tables.agents`."""
        kept = (row.id, row.name, row.shown_as, Role(row.role), row.ready, row.disabled)
        return cls(*kept, second_factor=row.totp_secret is not None)


class Accounts:
    """Every call is a transaction of its own."""

    def __init__(self, engine: Engine, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    def add(self, name: str, shown_as: str, role: Role, password: str) -> int:
        """A new account's id.

        Raises:
            ValueError: the name is taken, or the password too short.
        """
        values = {
            "name": name,
            "shown_as": shown_as,
            "role": role.value,
            "password": hashed(password),
            "created_at": now(),
        }
        try:
            with self._engine.begin() as connection:
                inserted = connection.execute(agents.insert().values(**values))
                record(connection, "account added", detail=name)
        except IntegrityError:
            raise ValueError(f"there is an account {name} already") from None
        return int(inserted.inserted_primary_key[0])

    def external(self, name: str, shown_as: str) -> int:
        """The account under which another helpdesk answers: nobody can sign in with it."""
        values = {"shown_as": shown_as, "role": Role.AGENT.value, "password": "!", "disabled": True}
        new = {"name": name, "created_at": now(), **values}
        with self._engine.begin() as connection:
            insert = upsert(connection, agents).values(**new)
            connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))
            found = connection.execute(select(agents.c.id).where(agents.c.name == name))
            return int(found.scalar_one())

    def all(self) -> list[Agent]:
        """Every account, by name."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(agents).order_by(agents.c.name))
            return [Agent.from_row(row) for row in rows]

    @repeated_when_cut
    def any_enabled(self) -> bool:
        """Whether anybody could ever answer."""
        query = select(agents.c.id).where(agents.c.disabled.is_(False)).limit(1)
        with reading(self._engine) as connection:
            return connection.execute(query).first() is not None

    def set_password(self, name: str, password: str) -> None:
        """Change it, unlock the account and end its sessions."""
        values = {"password": hashed(password), "failures": 0, "locked_until": None}
        self._change(name, "password changed", **values)

    def set_disabled(self, name: str, disabled: bool) -> None:
        """Close an account at once, or open it again."""
        self._change(name, "disabled" if disabled else "enabled", disabled=disabled)

    def new_second_factor(self, name: str) -> str:
        """Ask for codes from now on; the address of the secret for an authenticator app."""
        secret = pyotp.random_base32()
        kept = self._cipher().encrypt(secret.encode()).decode()
        self._change(name, "second factor set", totp_secret=kept, totp_step=0)
        return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Taghtia")

    def drop_second_factor(self, name: str) -> None:
        """Ask for no codes any more."""
        self._change(name, "second factor dropped", totp_secret=None)

    def set_ready(self, agent_id: int, ready: bool) -> None:
        """Whether the agent takes new conversations."""
        with self._engine.begin() as connection:
            mine = update(agents).where(agents.c.id == agent_id)
            connection.execute(mine.values(ready=ready))
            record(connection, "ready" if ready else "paused", agent=agent_id)

    def check(self, name: str, password: str, code: str | None) -> Agent | None:
        """Who signs in; None: not with these, not any more, or not for a while.

        After 5 failures in a row an account is locked for 15 minutes. The time does not tell
        whether there is such an account.
        """
        query = select(agents).where(agents.c.name == name)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        right = matches(row.password if row else NOBODYS, password)
        if row is None:
            return None
        with self._engine.begin() as connection:
            # As it is now: whoever tries at the same moment counts, too.
            row = connection.execute(query.with_for_update()).one()
            locked = row.locked_until is not None and row.locked_until > now()
            if row.disabled or locked:
                return None
            step = self._good_step(row, code) if row.totp_secret else row.totp_step
            if not right or step is None:
                _count_failure(connection, row)
                return None
            signed_in = {"failures": 0, "locked_until": None, "totp_step": step}
            if is_outdated(row.password):
                signed_in["password"] = hashed(password)
            connection.execute(update(agents).where(agents.c.id == row.id).values(**signed_in))
            record(connection, "signed in", agent=row.id)
        return Agent.from_row(row)

    def _good_step(self, row: Row, code: str | None) -> int | None:
        """The 30-second step of a right code that was not used before."""
        totp = pyotp.TOTP(self._cipher().decrypt(row.totp_secret.encode()).decode())
        current = int(time.time()) // _STEP_SECONDS
        unused = (s for s in (current - 1, current, current + 1) if s > row.totp_step)
        given = code or ""
        return next((s for s in unused if strings_equal(totp.generate_otp(s), given)), None)

    def _change(self, name: str, action: str, **values: Any) -> None:
        with self._engine.begin() as connection:
            row = connection.execute(select(agents).where(agents.c.name == name)).first()
            if row is None:
                raise UnknownAccount(name)
            connection.execute(update(agents).where(agents.c.id == row.id).values(**values))
            connection.execute(delete(sessions).where(sessions.c.agent_id == row.id))
            record(connection, action, agent=row.id, detail=name)


def _count_failure(connection: Connection, row: Row) -> None:
    failures = row.failures + 1
    values: dict[str, Any] = {"failures": failures}
    if failures >= MOST_FAILURES:
        values = {"failures": 0, "locked_until": now() + LOCK}
    connection.execute(update(agents).where(agents.c.id == row.id).values(**values))
    record(connection, "locked" if failures >= MOST_FAILURES else "sign-in refused", agent=row.id)
