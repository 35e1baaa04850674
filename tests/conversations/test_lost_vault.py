"""Where the numbers given so far are lost, they are asked for again."""

from __future__ import annotations

import base64

import pytest

from bot.commands.running import running_assistant
from tests.conftest import Conversation

SENDER = "a sender of the tests"


def lose_the_vault(state):
    for path in state.glob("vault.db*"):
        path.unlink()
    return {}


def change_the_key(_):
    return {"TAGHTIA_KEY": base64.b64encode(b"another key of thirty-two bytes.").decode()}


def keep_everything(_):
    return {}


@pytest.mark.parametrize(
    ("meanwhile", "still_known"),
    [(keep_everything, True), (lose_the_vault, False), (change_the_key, False)],
)
def test_the_tracking_goes_on_after_a_restart(tmp_path, meanwhile, still_known):
    with running_assistant(tmp_path, TAGHTIA_DEFAULT_LANGUAGE="fr") as assistant:
        talk = Conversation(assistant, SENDER)
        talk.say("où en est ma demande ?")
        assert "Massar" in talk.say("ZZ100001")
    settings = meanwhile(tmp_path)
    with running_assistant(tmp_path, TAGHTIA_DEFAULT_LANGUAGE="fr", **settings) as assistant:
        talk = Conversation(assistant, SENDER)
        answer = talk.say("Z100000001")
        assert ("CIN" in answer.splitlines()[-1]) is not still_known
        if not still_known:
            assert "naissance" in talk.say("ZZ100001")
        assert "naissance" in talk.answers[-1]["text"]
