"""The same hand-over in a centre's own Chatwoot: there, back, again after failures, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.handover.chatwoot.settings import ChatwootSettings
from handover import Cause, State
from tests.channels.conftest import ScriptedRasa
from tests.handover.chatwoot_server import chatwoot_server
from tests.handover.conftest import said
from tests.handover.helpline import hears, helpline, waiting_student
from tests.waiting import wait_until

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


@pytest.fixture
def rasa():
    return ScriptedRasa()


@pytest.fixture
def chatwoot():
    with chatwoot_server() as fake:
        yield fake


@pytest.fixture
def server(centre, rasa, chatwoot, tmp_path, monkeypatch):
    with helpline(rasa, centre.store, tmp_path, monkeypatch, chatwoot.settings()) as address:
        yield address


def ticket_of(centre, talk) -> int:
    wait_until(lambda: centre.store.talks.find(talk).external_id is not None)
    return int(centre.store.talks.find(talk).external_id.split(":")[0])


def test_a_hand_over_goes_there_with_its_story_and_comes_back_when_it_is_resolved(
    server, chatwoot, centre, rasa
):
    page, talk = waiting_student(
        server, centre.store, rasa, before=[said("ma CIN est •••")], cause=Cause.COMPLAINT
    )
    ticket = ticket_of(centre, talk)
    wait_until(lambda: chatwoot.texts(ticket) == ["ma CIN est •••"])
    (attributes,) = chatwoot.conversations
    assert attributes["cause"] == "complaint" and attributes["language"] == "fr"
    notes = [text for _, text, private in chatwoot.messages if private]
    assert len(notes) == 1 and "ask_contribution" in notes[0]
    assert chatwoot.says(server, ticket, "Bonjour, je regarde.", 1).ok
    answer = hears(page, "je regarde")
    assert (answer["from"], answer["agent"]) == ("agent", "Conseillère")
    heard = len(rasa.heard)
    page.send(text="merci, j'attends")
    wait_until(lambda: "merci, j'attends" in chatwoot.texts(ticket))
    assert len(rasa.heard) == heard
    resolved = {"event": "conversation_status_changed", "id": ticket, "status": "resolved"}
    assert chatwoot.hook(server, resolved).ok
    hears(page, "C'est de nouveau moi")
    assert centre.store.talks.find(talk).state is State.CLOSED
    assert page.say("bonjour") == "re: bonjour"


def test_repeated_web_hooks_say_it_once_and_resolve_it_once(server, chatwoot, centre, rasa):
    page, talk = waiting_student(server, centre.store, rasa)
    ticket = ticket_of(centre, talk)
    for _ in range(3):
        assert chatwoot.says(server, ticket, "une fois", 5).ok
    assert chatwoot.says(server, ticket, "puis ceci", 6).ok
    hears(page, "puis ceci")
    said_there = [one["text"] for one in page.messages() if one["from"] == "agent"]
    assert said_there == ["une fois", "puis ceci"]
    resolved = {"event": "conversation_status_changed", "id": ticket, "status": "resolved"}
    for _ in range(2):
        assert chatwoot.hook(server, resolved).ok
    assert centre.texts(talk).count("utter_handover_closed") == 1


def test_what_failed_is_tried_again_and_nothing_is_lost_or_out_of_order(
    server, chatwoot, centre, rasa, monkeypatch
):
    monkeypatch.setattr("handover.external.PAUSE", timedelta(0))
    chatwoot.fail[:] = [503, 500, 429]
    before = [said(f"ligne {n}") for n in range(4)]
    _, talk = waiting_student(server, centre.store, rasa, before=before)
    ticket = ticket_of(centre, talk)
    chatwoot.fail[:] = [502]
    wait_until(lambda: len(chatwoot.texts(ticket)) >= 4)
    assert chatwoot.texts(ticket) == [f"ligne {n}" for n in range(4)]
    assert chatwoot.refused >= 3 and len(chatwoot.conversations) == 1


def test_private_notes_and_what_came_from_here_are_not_said(server, chatwoot, centre, rasa):
    page, talk = waiting_student(server, centre.store, rasa)
    ticket = ticket_of(centre, talk)
    chatwoot.says(server, ticket, "entre nous", 1, private=True)
    chatwoot.says(server, ticket, "de l'étudiant", 2, message_type="incoming")
    chatwoot.says(server, 999, "à un autre", 3)
    chatwoot.says(server, ticket, "pour vous", 4)
    hears(page, "pour vous")
    assert [one["text"] for one in page.messages() if one["from"] == "agent"] == ["pour vous"]


def test_an_identity_number_typed_there_is_neither_kept_nor_shown(server, chatwoot, centre, rasa):
    page, talk = waiting_student(server, centre.store, rasa)
    chatwoot.says(server, ticket_of(centre, talk), "votre CIN AB123456 est bonne", 1)
    assert hears(page, "est bonne")["text"] == "votre CIN ••• est bonne"


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another"},
        {"age": 400},
        {"age": -60},
        {"X-Chatwoot-Signature": "sha256=" + "0" * 64},
        {"X-Chatwoot-Signature": ""},
        {"X-Chatwoot-Timestamp": "yesterday"},
    ],
)
def test_a_web_hook_that_is_not_chatwoots_is_refused(server, chatwoot, centre, wrong):
    event = {"event": "message_created", "id": 1, "content": "x", "conversation": {"id": 101}}
    assert chatwoot.hook(server, event, **wrong).status_code == 401


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"URL": "http://chatwoot.example"}, "https"),
        ({"URL": "https://c.example"}, "TAGHTIA_CHATWOOT_INBOX"),
        ({"URL": "https://c.example", "INBOX": "i"}, "TAGHTIA_CHATWOOT_SECRET"),
        (
            {"URL": "https://c.example", "INBOX": "i", "SECRET": "s", "TOKEN": "t"},
            "belong together",
        ),
    ],
)
def test_wrong_settings_are_named_and_secrets_not_quoted(url, monkeypatch, settings, named):
    for name, value in settings.items():
        monkeypatch.setenv(f"TAGHTIA_CHATWOOT_{name}", value)
    with pytest.raises(ValueError, match=named):
        ChatwootSettings.from_environment()
    whole = ChatwootSettings("https://c.example", "i", "x", "the secret", "1", "the token")
    assert "the secret" not in repr(whole) and "the token" not in repr(whole)
