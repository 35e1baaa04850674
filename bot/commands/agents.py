"""`taghtia agents …`: the accounts of the desk, and the days on which it is open."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from handover import HandoverStore
from handover.accounts import Accounts, UnknownAccount
from handover.database import handover_url
from handover.hours import Holiday
from handover.hours_file import hours_from_environment
from handover.migrations import upgrade
from handover.states import Role

app = typer.Typer(help="The desk's agents and its opening days.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The name to sign in with.")]
DAYS_SHOWN = 14


@app.command("add")
def add(
    name: Name,
    shown_as: Annotated[str, typer.Option(help="The name that students see.")],
    supervisor: Annotated[bool, typer.Option(help="May see the figures and every talk.")] = False,
) -> None:
    """Make an account; the password is asked for, or read from standard input."""
    role = Role.SUPERVISOR if supervisor else Role.AGENT
    with _told_plainly() as accounts:
        accounts.add(name, shown_as, role, _password())
        typer.echo(f"{name} may sign in at /agent")


@app.command("list")
def show() -> None:
    """All accounts."""
    with _told_plainly() as accounts:
        for agent in accounts.all():
            state = "disabled" if agent.disabled else "enabled"
            factor = ", second factor" if agent.second_factor else ""
            typer.echo(f"{agent.name}\t{agent.shown_as}\t{agent.role.value}\t{state}{factor}")


@app.command("password")
def password(name: Name) -> None:
    """Set a new password; it unlocks the account and ends its sessions."""
    with _told_plainly() as accounts:
        accounts.set_password(name, _password())
        typer.echo(f"{name} has a new password; open sessions are ended")


@app.command("disable")
def disable(name: Name) -> None:
    """Close an account at once."""
    with _told_plainly() as accounts:
        accounts.set_disabled(name, True)
        typer.echo(f"{name} is signed out and may not sign in")


@app.command("enable")
def enable(name: Name) -> None:
    """Open an account again."""
    with _told_plainly() as accounts:
        accounts.set_disabled(name, False)
        typer.echo(f"{name} may sign in again")


@app.command("second-factor")
def second_factor(
    name: Name,
    drop: Annotated[bool, typer.Option(help="Ask for no codes any more.")] = False,
) -> None:
    """Ask for codes of an authenticator app from now on."""
    with _told_plainly() as accounts:
        if drop:
            accounts.drop_second_factor(name)
            typer.echo(f"{name} signs in without a code")
            return
        address = accounts.new_second_factor(name)
        typer.echo(
            f"Put this into {name}'s authenticator app now; it is not shown again:\n{address}"
        )


@app.command("days")
def days(
    count: Annotated[int, typer.Option(min=1, max=400, help="How many days to show.")] = DAYS_SHOWN,
) -> None:
    """When agents answer in the next days; what the moon may still move is marked."""
    with _told_plainly():
        hours = hours_from_environment()
        for day in (date.today() + timedelta(n) for n in range(count)):
            holiday = hours.holiday_on(day)
            spans = ", ".join(f"{one.start:%H:%M}-{one.end:%H:%M}" for one in hours.on(day))
            typer.echo(f"{day:%a %Y-%m-%d}  {spans or 'closed':28}{_note(holiday)}".rstrip())


@app.command("audit")
def audit(
    count: Annotated[int, typer.Option(min=1, max=10_000, help="How many lines to show.")] = 50,
) -> None:
    """Who did what and when (UTC), the newest last; nothing of what was said."""
    with _told_plainly() as accounts:
        names = {agent.id: agent.name for agent in accounts.all()}
        for line in reversed(HandoverStore.from_environment().figures.audit(count)):
            subject = f"talk {line.handover_id}" if line.handover_id else ""
            subject = f"call {line.call_back_id}" if line.call_back_id else subject
            who = names.get(line.agent_id or 0, "-")
            parts = (f"{line.at:%Y-%m-%d %H:%M:%S}", who, line.action, subject, line.detail or "")
            typer.echo("\t".join(parts).rstrip())


def _note(holiday: Holiday | None) -> str:
    if holiday is None:
        return ""
    doubt = " (reckoned: correct it when it is announced)" if holiday.reckoned else ""
    return f"{holiday.name or 'closed by the file of hours'}{doubt}"


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


@contextmanager
def _told_plainly() -> Iterator[Accounts]:
    """What an operator can mend ends the command with a sentence, not with a traceback."""
    try:
        upgrade(handover_url())
        yield HandoverStore.from_environment().accounts
    except UnknownAccount as error:
        raise _ended(f"there is no account {error.args[0]}") from None
    except ValueError as error:
        raise _ended(str(error)) from None
    except SQLAlchemyError as error:
        # SQLAlchemy's own text would add the statement.
        mend = "see TAGHTIA_HANDOVER_URL"
        raise _ended(f"the hand-over store failed: {type(error).__name__}; {mend}") from None


def _ended(message: str) -> typer.Exit:
    typer.echo(f"taghtia: {message}", err=True)
    return typer.Exit(1)
