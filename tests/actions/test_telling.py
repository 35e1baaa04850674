"""A look-up waits without keeping others waiting, and what was told is kept for its owner only."""

from __future__ import annotations

import asyncio
import threading
from datetime import date, datetime, timedelta, timezone

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import tracking
from actions.application import tell_found
from actions.told import Told, keep, recall
from actions.tracking import ActionTellApplication
from eligibility import Application, DeliveryKind, Found, NotFound, StateChange, Status
from identifiers.placeholders import write_placeholder
from identifiers.vault import Vault

NOW = datetime(2026, 11, 26, 12, tzinfo=timezone.utc)
TODAY = date(2026, 11, 26)


def application(year="2026-2027", status=Status.ACCEPTED, changes=1) -> Application:
    history = [StateChange(status, NOW - timedelta(days=n)) for n in range(changes, 0, -1)]
    return Application(
        status=status,
        university="UM5",
        academic_year=year,
        since=history[-1].at,
        as_of=NOW,
        received=NOW,
        source=DeliveryKind.REMOTE,
        history=tuple(history),
        email_hint="s•••@um5.example",
    )


def told_by(found: Found, on: date = TODAY, channel: str = "rest") -> tuple[list[str], Told]:
    """Names of the responses, and what may still be asked."""
    dispatcher = CollectingDispatcher()
    told = tell_found(found, dispatcher, on, channel)
    return [message["response"] for message in dispatcher.messages], told


def test_the_current_year_is_told_whatever_other_years_are_there():
    found = Found((application("2027-2028"), application(), application("2025-2026")))
    responses, told = told_by(found)
    assert told.application.academic_year == "2026-2027"
    assert [one.academic_year for one in told.others] == ["2027-2028", "2025-2026"]
    assert responses == [
        "utter_application_accepted",
        "utter_application_email",
        "utter_application_more",
    ]


def test_a_coming_year_is_told_where_there_is_no_current_one():
    responses, told = told_by(Found((application("2027-2028"), application("2025-2026"))))
    assert told.application.academic_year == "2027-2028"
    assert responses[0] == "utter_application_accepted"


@pytest.mark.parametrize("status", Status)
def test_an_old_year_is_told_as_old_until_the_scheme_has_ended(status):
    found = Found((application("2025-2026", status),))
    assert told_by(found)[0] == [f"utter_application_past_{status.value}"]
    ended = told_by(found, date(2027, 10, 1))[0]
    assert ended[0] == f"utter_application_{status.value}"


def test_nothing_more_is_offered_where_there_is_nothing_more():
    responses, _ = told_by(Found((application(status=Status.INCOMPLETE),)))
    assert responses == ["utter_application_incomplete"]


def test_a_silent_service_is_said_first():
    responses, _ = told_by(Found((application(),), service_silent=True))
    assert responses[0] == "utter_application_service_silent"


@pytest.fixture
def vault(tmp_path, monkeypatch):
    monkeypatch.setenv("TAGHTIA_STATE", str(tmp_path))
    monkeypatch.setenv("TAGHTIA_VAULT_URL", f"sqlite:///{tmp_path / 'vault.db'}")
    monkeypatch.setenv("TAGHTIA_KEY_FILE", str(tmp_path / "key"))
    return Vault.from_environment()


def test_what_was_told_comes_back_whole_but_for_the_address(vault):
    told = Told(application(changes=3), (application("2025-2026", Status.DECLARED),), "d" * 64)
    back = recall(vault, "me", keep(told, vault, "me"))
    assert back is not None
    assert back.person == "d" * 64 and "d" * 64 not in repr(back)
    assert back.application.history == told.application.history
    assert back.others[0].status is Status.DECLARED
    assert back.application.source is DeliveryKind.REMOTE
    assert back.application.email_hint is None


def test_another_conversation_cannot_open_it_and_an_identifier_is_no_application(vault):
    reference = keep(Told(application(), ()), vault, "me")
    assert recall(vault, "somebody else", reference) is None
    assert recall(vault, "me", vault.hold("me", "cin", "ZZ100001")) is None
    vault.forget("me")
    assert recall(vault, "me", reference) is None


def test_who_waits_for_a_look_up_keeps_nobody_else_waiting(vault, monkeypatch):
    """The action server has one thread for everybody: only it can let the look-up end here."""
    answered = threading.Event()

    def look_up(*_: object) -> NotFound:
        assert answered.wait(20), "the look-up held up the one thread of the action server"
        return NotFound()

    monkeypatch.setattr(tracking, "_look_up", look_up)
    given = {"cin": "ZZ100001", "massar_code": "Z100000001", "birth_date": "5/3/2005"}
    slots = {
        kind: write_placeholder(kind, vault.hold("me", kind, value))
        for kind, value in given.items()
    }
    tracker = Tracker("me", slots, {}, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()

    async def both() -> None:
        waiting = asyncio.ensure_future(ActionTellApplication().run(dispatcher, tracker, {}))
        await asyncio.sleep(0)
        answered.set()
        await waiting

    asyncio.run(both())
    (message,) = dispatcher.messages
    assert message["response"] == "utter_application_not_found"
