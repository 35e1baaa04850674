"""The trained assistant hands over: when, what it says, and what the agent gets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests

from bot.commands.running import RunningAssistant, running_assistant
from handover import Cause, HandoverStore
from handover.accounts import Agent
from handover.migrations import upgrade
from handover.states import Role
from identifiers.keys import MasterKey
from tests.channels.page import Page
from tests.conftest import everything_written
from tests.handover.helpline import Seat, hears
from tests.waiting import wait_until

PASSWORD = "correct horse battery"
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
ALWAYS = "days:\n" + "".join(f'  {day}: "00:00-23:59"\n' for day in DAYS)
NEVER = "days: {}\n"
NUMBER = "0661234578"


@dataclass
class Centre:
    assistant: RunningAssistant
    store: HandoverStore
    agent: Agent
    hours: object

    def student(self, language: str = "fr") -> Page:
        return Page(self.assistant.url, language=language)

    def opens(self, open_: bool = True) -> None:
        self.hours.write_text(ALWAYS if open_ else NEVER)

    def seat(self) -> Seat:
        seat = Seat(self.assistant.url.rstrip("/"))
        assert seat.sign_in().status_code == 201
        return seat


@pytest.fixture(scope="module")
def centre(tmp_path_factory) -> Iterator[Centre]:
    folder = tmp_path_factory.mktemp("centre")
    key, hours = MasterKey.new().encode(), folder / "hours.yml"
    hours.write_text(ALWAYS)
    settings = {"TAGHTIA_KEY": key, "TAGHTIA_HELPLINE": str(hours)}
    url = f"sqlite:///{folder / 'handover.db'}"
    upgrade(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TAGHTIA_KEY", key)
        store = HandoverStore.open(url)
        store.accounts.add("salma", "Salma", Role.AGENT, PASSWORD)
        (agent,) = store.accounts.all()
        with running_assistant(folder, **settings) as running:
            yield Centre(running, store, agent, hours)


@pytest.fixture
def seat(centre) -> Iterator[Seat]:
    centre.opens()
    seat = centre.seat()
    yield seat
    seat.request("DELETE", "session")
    for talk in centre.store.talks.waiting():
        centre.store.talks.abandon(talk.conversation)


def waits(centre):
    return centre.store.talks.waiting()[-1]


@pytest.mark.parametrize(
    ("said", "cause", "told"),
    [
        (["je veux parler à un conseiller"], Cause.ASKED, "Je transmets notre échange"),
        (["bghit nhder m3a chi wahed"], Cause.ASKED, "conseiller|مستشار"),
        (["أريد التحدث مع موظف"], Cause.ASKED, "أحيل محادثتنا على مستشار"),
        (["votre service est vraiment nul, j'en ai marre"], Cause.COMPLAINT, "agaçant"),
        (["au secours, mon ami ne respire plus"], Cause.EMERGENCY, "prévenu un conseiller"),
        (
            ["la recette du tajine ?", "qui a gagné le match hier ?"],
            Cause.MISUNDERSTOOD,
            "toujours pas",
        ),
    ],
)
def test_the_conversation_goes_to_the_queue_and_the_student_hears_of_it(
    centre, seat, said, cause, told
):
    page = centre.student()
    answers = [page.say(text) for text in said]
    assert re.search(told, answers[-1]), answers
    talk = waits(centre)
    assert talk.cause is cause and talk.channel == "web"


def test_the_agent_gets_language_topic_story_and_summary_without_identifiers(centre, seat):
    page = centre.student()
    page.say("combien coûte l'inscription ?")
    page.say("ma CIN est AB654321, je veux parler à quelqu'un")
    talk = waits(centre)
    assert talk.language == "fr" and "ask_contribution" in talk.summary.topics
    texts = [line.text for line in centre.store.transcripts.read(talk.id)]
    assert texts[0] == "combien coûte l'inscription ?" and "•••" in " ".join(texts)
    assert "AB654321" not in everything_written(centre.assistant.state)


def test_from_the_queue_to_the_agent_and_back_to_the_assistant(centre, seat):
    page = centre.student()
    page.say("je veux parler à une personne")
    talk = waits(centre)
    assert "CNOPS" in page.say("c'est quoi le numéro du centre d'appel ?")
    assert seat.post(f"talks/{talk.id}/take").ok
    hears(page, "Salma vous répond maintenant")
    number = page.send(text="combien ça coûte ?")
    wait_until(lambda: "combien ça coûte ?" in seat.texts(talk.id))
    seat.say(talk.id, "C'est gratuit pour vous.")
    hears(page, "C'est gratuit pour vous.")
    after = page.messages(after=number)
    assert [one["from"] for one in after] == ["agent"]
    seat.post(f"talks/{talk.id}/close", outcome="solved")
    hears(page, "C'est de nouveau moi")
    assert page.say("bonjour")


def test_who_waits_no_more_leaves_the_queue(centre, seat):
    page = centre.student()
    page.say("je veux un conseiller")
    talk = waits(centre)
    page.answers_to(page.send(payload="/leave_queue", title="Ne plus attendre"))
    assert centre.store.talks.find(talk.id).state.value == "abandoned"


def test_in_the_tracking_a_person_is_reached_and_the_form_is_left(centre, seat):
    page = centre.student()
    page.say("où en est ma demande ?")
    assert "Je transmets" in page.say("je préfère parler à quelqu'un")
    assert "AMO" in page.say("comment m'inscrire ?")


def test_a_locked_tracking_goes_to_a_person(centre, seat):
    page = centre.student()
    page.say("où en est ma demande ?")
    for wrong in range(6):
        said = page.say(f"ZZ10000{wrong} Z10000000{wrong} 05/03/2001")
        if "bloqué" in said:
            break
        page.say("suivre ma demande")
    assert "Je transmets" in said
    assert waits(centre).cause is Cause.LOCKED and waits(centre).summary.tracking == "locked"


def test_nobody_signed_in_or_outside_the_hours_a_call_back_or_the_number(centre):
    centre.opens()
    page = centre.student()
    said = page.say("je veux parler à un conseiller")
    assert "Aucun conseiller n'est disponible" in said and "0538 00 20 20" in said
    centre.opens(False)
    assert "0538 00 20 20" in centre.student().say("je veux parler à un conseiller")


def test_a_channel_that_cannot_push_offers_a_call_back_and_the_number(centre, seat):
    body = {"sender": "rest", "message": "je veux parler à un conseiller"}
    answers = requests.post(
        f"{centre.assistant.url}webhooks/rest/webhook", json=body, timeout=60
    ).json()
    text = answers[-1]["text"]
    assert "par ce canal" in text and "0538 00 20 20" in text
    assert answers[-1]["buttons"][0]["payload"] == "/request_call_back"


def press(page: Page, payload: str) -> list[dict]:
    return page.answers_to(page.send(payload=payload, title="bouton"))


def test_a_call_back_is_asked_for_confirmed_timed_and_made(centre):
    centre.opens()
    page = centre.student()
    page.say("combien ça coûte ?")
    said = press(page, "/request_call_back")[-1]["text"]
    assert "À quel numéro" in said
    assert "Je ne reconnais pas" in page.say("bonjour")
    assert "finit par 78" in page.say(NUMBER)
    assert "À quel numéro" in page.say("non")
    assert "finit par 78" in page.say(f"c'est le {NUMBER}")
    # A question in between is answered, and the form goes on.
    said = page.say("c'est quoi le site de la CNOPS ?")
    assert "cnops" in said and "finit par 78" in said
    (asked,) = [m for m in press(page, "/affirm") if "Quand" in m["text"]]
    assert all(len(button["title"]) <= 20 for button in asked["buttons"])
    said = press(page, asked["buttons"][0]["payload"])[-1]["text"]
    assert "C'est noté" in said and "finissant par 78" in said
    (call,) = centre.store.call_backs.to_make()
    assert call.summary.topics == ("ask_contribution", "ask_website")
    assert centre.store.call_backs.take(call.id, centre.agent.id)
    assert centre.store.call_backs.number(call.id, centre.agent.id) == "+212661234578"
    assert NUMBER not in everything_written(centre.assistant.state)
    assert "661234578" not in everything_written(centre.assistant.state)


def test_the_time_of_a_call_may_be_written_and_the_form_be_left(centre):
    centre.opens()
    page = centre.student()
    press(page, "/request_call_back")
    page.say(NUMBER)
    press(page, "/affirm")
    assert "C'est noté" in page.say("demain matin")
    other = centre.student()
    press(other, "/request_call_back")
    assert "pas de rappel" in other.say("laisse tomber")


def test_the_agent_asks_the_assistant_and_sees_the_sources(centre, seat):
    asked = {"case": "0123abcd", "text": "ch7al kat9am l'AMO ?", "language": "fr"}
    (answer,) = seat.post("assistant", **asked).json()["answers"]
    assert answer["facts"] and "•" in answer["sources"]
