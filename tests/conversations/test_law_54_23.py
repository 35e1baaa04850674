"""The day the law takes effect the answers change by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.commands.running import running_assistant
from knowledge import load_knowledge
from tests.conftest import Conversation

EFFECT = load_knowledge().facts["K47"].values["effect_date"]["fr"]


@pytest.fixture(scope="module")
def after(tmp_path_factory):
    with running_assistant(tmp_path_factory.mktemp("after"), TAGHTIA_TODAY=EFFECT) as running:
        yield running


def test_before_it_the_change_is_announced(talk):
    assert "Fin du régime" in talk.say("comment je m'inscris à l'amo ?")


def test_from_that_day_on_no_step_is_given_as_current(after):
    talk = Conversation(after)
    answer = talk.say("comment je m'inscris à l'amo ?")
    assert "a pris fin" in answer and "1. Déclarer" not in answer
    assert "CNSS" in talk.say("شكون لي كيسير التأمين ديال الطلبة دابا") + talk.say(
        "la CNSS remplace la CNOPS ?"
    )


def test_the_day_before_it_still_holds():
    from datetime import date

    day = date.fromisoformat(EFFECT)
    assert load_knowledge().student_scheme(day - timedelta(days=1)) == "in_force"
    assert load_knowledge().student_scheme(day) == "ended"
