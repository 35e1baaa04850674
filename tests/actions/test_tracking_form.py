"""The tracking form's checks, apart from a conversation: what it says and what it keeps."""

from __future__ import annotations

import asyncio

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import tracking_form, tracking_misses
from actions.tracking_form import ValidateTrackingForm
from actions.tracking_misses import ActionGiveUpTracking
from identifiers.placeholders import write_placeholder
from identifiers.vault import Vault
from identifiers.vault_store import VaultUnavailable

ME = "a conversation"
DOMAIN = {"forms": {"tracking_form": {"required_slots": ["cin", "massar_code", "birth_date"]}}}


@pytest.fixture
def vault(tmp_path, monkeypatch):
    vault = Vault(f"sqlite:///{tmp_path / 'vault.db'}", b"k" * 32)
    monkeypatch.setattr(Vault, "from_environment", staticmethod(lambda: vault))
    return vault


def hold(vault, kind, value):
    return write_placeholder(kind, vault.hold(ME, kind, value))


def validate(new, slots=None, entities=()):
    """What the form's check says, and the slots and ends that it leaves."""
    events = [{"event": "action", "name": "tracking_form"}]
    events += [{"event": "slot", "name": name, "value": value} for name, value in new.items()]
    message = {"entities": [{"entity": kind, "value": value} for kind, value in entities]}
    tracker = Tracker(ME, {**(slots or {}), **new}, message, events, False, None, {}, None)
    dispatcher = CollectingDispatcher()
    left = asyncio.run(ValidateTrackingForm().run(dispatcher, tracker, DOMAIN))
    said = [message["response"] for message in dispatcher.messages]
    filled = {event["name"]: event["value"] for event in left if event["event"] == "slot"}
    return said, filled, [event for event in left if event["event"] != "slot"]


def test_a_good_value_is_kept_in_silence_and_the_count_begins_anew(vault):
    placeholder = hold(vault, "cin", "ab 123456")
    said, slots, ends = validate({"cin": placeholder}, {tracking_misses.SLOT: 2.0})
    assert (said, ends) == ([], [])
    assert slots == {"cin": placeholder, tracking_misses.SLOT: 0.0}


@pytest.mark.parametrize(
    ("slot", "value", "response"),
    [
        ("cin", "123456", "utter_invalid_cin"),
        ("cin", "AB12O456", "utter_invalid_cin_letter_o"),
        ("massar_code", "G12345", "utter_invalid_massar_code"),
        ("birth_date", "31/02/2003", "utter_birth_date_impossible"),
        ("birth_date", "03/25/2003", "utter_birth_date_month_first"),
        ("birth_date", "1/1/1890", "utter_birth_date_too_old"),
    ],
)
def test_a_value_that_cannot_be_is_explained_and_not_kept(vault, slot, value, response):
    said, slots, ends = validate({slot: hold(vault, slot, value)})
    assert (said, ends) == ([response], [])
    assert slots == {slot: None, tracking_misses.SLOT: 1.0}


def test_the_third_miss_in_a_row_ends_the_form(vault):
    said, slots, ends = validate(
        {"cin": hold(vault, "number", "123456")}, {tracking_misses.SLOT: 2.0}
    )
    assert said == ["utter_invalid_cin"] and slots["cin"] is None
    assert [(one["event"], one["name"]) for one in ends] == [
        ("active_loop", None),
        ("followup", tracking_misses.GIVE_UP),
    ]


def test_two_different_values_are_asked_about_and_two_equal_ones_are_one(vault):
    values = [hold(vault, "cin", text) for text in ("AB123456", "AB123457", "ab 123457")]
    entities = [("cin", value) for value in values]
    said, slots, _ = validate({"cin": values[1]}, entities=entities[:2])
    assert said == ["utter_several_cin"] and slots["cin"] is None
    said, slots, _ = validate({"cin": values[2]}, entities=entities[1:])
    assert said == [] and slots["cin"] == values[2]


def test_what_the_vault_has_lost_is_asked_for_again_and_said_once(vault):
    lost = dict.fromkeys(("massar_code", "birth_date"), "<cin:00000000>")
    placeholder = hold(vault, "cin", "AB123456")
    said, slots, ends = validate({"cin": placeholder}, lost)
    assert (said, ends) == ([tracking_form.LOST], [])
    assert slots["cin"] == placeholder and slots["massar_code"] is slots["birth_date"] is None


def test_an_interruption_does_not_make_the_form_look_for_what_was_lost(vault):
    said, slots, ends = validate({}, {"cin": "<cin:00000000>"})
    assert (said, slots, ends) == ([], {}, [])


class Down:
    def _refuse(self, *_):
        raise VaultUnavailable(ConnectionError("AB123456"), "start it")

    reveal = forget = _refuse


@pytest.fixture
def no_vault(monkeypatch):
    monkeypatch.setattr(Vault, "from_environment", staticmethod(Down))


def test_a_vault_that_is_down_ends_the_form_with_a_reason(no_vault, caplog):
    said, _, ends = validate({"cin": "<cin:00000000>"})
    assert said == ["utter_tracking_unavailable"]
    assert [one["event"] for one in ends] == ["active_loop", "followup"]
    assert "TAGHTIA_VAULT_URL" in caplog.text and "AB123456" not in caplog.text


def test_giving_up_offers_a_person_even_while_the_vault_is_down(no_vault):
    dispatcher = CollectingDispatcher()
    tracker = Tracker(ME, {}, {}, [], False, None, {}, None)
    events = ActionGiveUpTracking().run(dispatcher, tracker, {})
    said = [message["response"] for message in dispatcher.messages]
    assert said == ["utter_tracking_given_up", "utter_request_human"]
    assert events[-1] == {"event": "followup", "timestamp": None, "name": "action_listen"}


def test_giving_up_deletes_what_was_given(vault):
    placeholder = hold(vault, "cin", "AB123456")
    tracker = Tracker(ME, {"cin": placeholder}, {}, [], False, None, {}, None)
    ActionGiveUpTracking().run(CollectingDispatcher(), tracker, {})
    assert vault.reveal(ME, placeholder) is None
