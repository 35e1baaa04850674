"""The desk over HTTP: an agent answers a student in the web chat, and the assistant is silent."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import requests
import time_machine

from handover import Cause, State
from identifiers.database import now
from tests.channels.conftest import ScriptedRasa
from tests.handover.conftest import said
from tests.handover.helpline import Seat, hears, helpline, waiting_student
from tests.waiting import wait_until


@pytest.fixture
def rasa():
    return ScriptedRasa()


@pytest.fixture
def server(centre, rasa, tmp_path, monkeypatch):
    with helpline(rasa, centre.store, tmp_path, monkeypatch) as address:
        yield address


@pytest.fixture
def seat(server):
    seat = Seat(server)
    assert seat.sign_in().status_code == 201
    return seat


def test_a_student_is_answered_by_the_agent_and_the_assistant_says_nothing(
    server, seat, centre, rasa
):
    page, talk = waiting_student(server, centre.store, rasa)
    assert seat.post(f"talks/{talk}/take").ok
    assert "Salma" in hears(page, "Salma vous répond")["text"]
    heard = len(rasa.heard)
    page.send(text="j'ai été refusée, pourquoi ?")
    wait_until(lambda: "j'ai été refusée, pourquoi ?" in seat.texts(talk))
    assert seat.say(talk, "Je regarde votre dossier.").ok
    answer = hears(page, "Je regarde")
    assert (answer["from"], answer["agent"]) == ("agent", "Salma")
    assert len(rasa.heard) == heard
    assert seat.post(f"talks/{talk}/close", outcome="solved").ok
    hears(page, "C'est de nouveau moi")
    assert page.say("merci") == "re: merci"
    assert not page.request("GET", "/messages?after=0").json()["typing"]


def test_while_the_student_waits_the_assistant_answers_and_the_agent_reads_it_later(
    server, seat, centre, rasa
):
    page, talk = waiting_student(server, centre.store, rasa)
    assert page.say("et le prix ?") == "re: et le prix ?"
    seat.post(f"talks/{talk}/take")
    wait_until(lambda: len(seat.texts(talk)) >= 3)
    assert seat.texts(talk) == ["et le prix ?", "re: et le prix ?", "utter_handover_taken"]


def test_words_reach_the_student_once_and_in_order_whatever_is_sent_twice(
    server, seat, centre, rasa
):
    page, talk = waiting_student(server, centre.store, rasa)
    seat.post(f"talks/{talk}/take")
    for n in range(5):
        for _ in range(2):
            assert seat.say(talk, f"mot {n}", key=f"key {n}").ok
    hears(page, "mot 4")
    said = [one["text"] for one in page.messages() if one["from"] == "agent"]
    assert said == [f"mot {n}" for n in range(5)]


def test_a_student_who_leaves_and_comes_back_finds_what_was_said(server, seat, centre, rasa):
    page, talk = waiting_student(server, centre.store, rasa)
    seat.post(f"talks/{talk}/take")
    seat.say(talk, "Vous êtes là ?")
    hears(page, "Vous êtes là ?")
    again = type(page)(server, token=page.token)
    assert [one["text"] for one in again.messages()][-1] == "Vous êtes là ?"


def test_a_lease_that_runs_out_gives_the_student_back_to_the_assistant(server, seat, centre, rasa):
    page, talk = waiting_student(server, centre.store, rasa)
    seat.post(f"talks/{talk}/take")
    hears(page, "Salma vous répond")
    with time_machine.travel(now() + timedelta(minutes=11), tick=True):
        centre.store.talks.expire(timedelta(hours=1))
    hears(page, "Salma n'est plus en ligne")
    assert page.say("allô ?") == "re: allô ?"
    assert seat.say(talk, "trop tard").status_code == 409


def test_another_agent_neither_takes_reads_nor_answers_it_and_a_supervisor_reads_it(
    server, seat, centre, rasa
):
    _, talk = waiting_student(server, centre.store, rasa)
    other, chief = Seat(server, "omar"), Seat(server, "chief")
    other.sign_in(), chief.sign_in()
    assert seat.post(f"talks/{talk}/take").ok
    refused = other.post(f"talks/{talk}/take")
    assert (refused.status_code, refused.json()) == (409, {"error": "not_free"})
    assert other.get(f"talks/{talk}").status_code == 404
    assert other.say(talk, "moi aussi").json() == {"error": "not_yours"}
    assert chief.get(f"talks/{talk}").ok
    with centre.store.engine.connect() as connection:
        query = "SELECT agent_id FROM handover_audit WHERE action = 'read'"
        assert connection.exec_driver_sql(query).scalars().all() == [centre.chief]


def test_passing_on_needs_a_colleague_who_is_there(server, seat, centre, rasa):
    page, talk = waiting_student(server, centre.store, rasa)
    seat.post(f"talks/{talk}/take")
    assert seat.post(f"talks/{talk}/pass", to=centre.omar).json() == {"error": "not_there"}
    other = Seat(server, "omar")
    other.sign_in()
    assert seat.post(f"talks/{talk}/pass", to=centre.omar).ok
    hears(page, "Salma vous passe à un collègue")
    assert other.post(f"talks/{talk}/take").ok
    hears(page, "Omar vous répond")


def test_an_identity_number_is_neither_sent_nor_kept_nor_shown(server, seat, centre, rasa):
    page, talk = waiting_student(server, centre.store, rasa)
    seat.post(f"talks/{talk}/take")
    page.send(text="ma CIN est AB123456")
    wait_until(lambda: any("•••" in text for text in seat.texts(talk)))
    for text in ("votre CIN AB123456", "né le 5/3/2005", "appelez le 0612345678"):
        refused = seat.say(talk, text)
        assert (refused.status_code, refused.json()) == (422, {"error": "identifier"})
        assert seat.post(f"talks/{talk}/notes", id="n", text=text).status_code == 422
    # What the knowledge base publishes may be said.
    assert seat.say(talk, "Le centre d'appel : 0538 00 20 20").ok
    with centre.store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT text FROM handover_lines").scalars().all()
    assert "AB123456" not in str(rows) and "0612345678" not in str(rows)


def test_a_message_nobody_can_read_is_refused_to_the_student_in_a_word(server, seat, centre, rasa):
    page, talk = waiting_student(server, centre.store, rasa)
    seat.post(f"talks/{talk}/take")
    heard = len(rasa.heard)
    page.send(text="x" * 2_500)
    hears(page, "طويلة جدا")
    assert len(rasa.heard) == heard and len(seat.texts(talk)) == 1


def test_typing_is_shown_both_ways(server, seat, centre, rasa):
    page, talk = waiting_student(server, centre.store, rasa)
    seat.post(f"talks/{talk}/take")
    hears(page, "Salma vous répond")
    last = page.messages()[-1]["number"]
    with page.stream(after=last) as events:
        assert seat.post(f"talks/{talk}/typing").status_code == 204
        assert next(events).data == {"on": True, "from": "agent"}
        seat.say(talk, "voilà")
        assert next(events).data["text"] == "voilà"
        assert next(events).data == {"on": False}
    assert page.post("/typing", {}).status_code == 204
    assert seat.get(f"talks/{talk}").json()["talk"]["student_types"]


def test_forgetting_a_conversation_forgets_what_agents_read(server, seat, centre, rasa):
    page, talk = waiting_student(server, centre.store, rasa)
    seat.post(f"talks/{talk}/take")
    seat.say(talk, "Bonjour")
    hears(page, "Bonjour")
    deleted = page.request("DELETE", "/conversation").json()["deleted"]
    assert deleted["agent_lines"] == 2
    assert centre.store.talks.find(talk).state is State.ABANDONED
    assert centre.store.transcripts.read(talk) == []


def test_conversations_that_wait_survive_a_restart(
    centre, rasa, tmp_path, monkeypatch, server, seat
):
    page, talk = waiting_student(server, centre.store, rasa, cause=Cause.COMPLAINT)
    with helpline(rasa, centre.store, tmp_path, monkeypatch) as another:
        elsewhere = Seat(another, "omar")
        elsewhere.sign_in()
        assert elsewhere.post(f"talks/{talk}/take").ok
        elsewhere.say(talk, "Je suis sur un autre serveur.")
        hears(page, "un autre serveur")


def test_what_was_to_be_pushed_while_no_server_ran_is_pushed_at_the_next_start(
    centre, rasa, tmp_path, monkeypatch
):
    with helpline(rasa, centre.store, tmp_path, monkeypatch) as first:
        page, talk = waiting_student(first, centre.store, rasa)
    centre.store.talks.take(talk, centre.salma)
    centre.store.transcripts.say_to_student(talk, centre.salma, "k", "écrit dans la nuit")
    with helpline(rasa, centre.store, tmp_path, monkeypatch) as second:
        returned = type(page)(second, token=page.token)
        hears(returned, "écrit dans la nuit")
        texts = [one["text"] for one in returned.messages() if one["from"] == "agent"]
    assert texts == ["écrit dans la nuit"]


def test_the_stream_shows_the_queue_and_that_the_agent_is_there(server, seat, centre, rasa):
    _, talk = waiting_student(server, centre.store, rasa)
    with seat.request("GET", "events", stream=True) as answer:
        lines = (line.decode() for line in answer.iter_lines(chunk_size=1))
        data = next(line for line in lines if line.startswith("data: ") and f'"id": {talk}' in line)
    assert '"combien ?"' in data and "conversation" not in data
    assert [one.name for one in centre.store.sessions.present()] == ["salma"]


def test_whoever_picks_up_a_caller_reads_the_story_and_writes_nothing(server, seat, centre):
    call = centre.put_through(before=[said("combien ça coûte")])
    assert seat.texts(call) == ["combien ça coûte"]
    assert seat.get(f"talks/{call}").json()["talk"]["state"] == "on_call"
    assert seat.post(f"talks/{call}/take").json() == {"error": "not_free"}
    assert seat.say(call, "Bonjour").json() == {"error": "not_yours"}
    assert seat.post(f"talks/{call}/close", outcome="solved").json() == {"error": "not_yours"}
    audited = [(row.action, row.agent_id) for row in centre.store.figures.audit(1)]
    assert audited == [("read", centre.salma)]
    centre.store.calls.over("caller")
    assert seat.get(f"talks/{call}").status_code == 404


def test_the_stream_shows_callers_apart_from_who_waits(server, seat, centre):
    call = centre.put_through()
    with seat.request("GET", "events", stream=True) as answer:
        lines = (line.decode() for line in answer.iter_lines(chunk_size=1))
        data = next(line for line in lines if line.startswith("data: ") and f'"id": {call}' in line)
    state = json.loads(data.removeprefix("data: "))
    assert state["waiting"] == []
    assert [(one["id"], one["answered_at"]) for one in state["on_call"]] == [(call, None)]


def test_a_call_is_taken_shown_and_made(server, seat, centre):
    from tests.handover.test_call_backs import NUMBER, ask

    call = ask(centre)
    assert seat.post(f"calls/{call}/number").status_code == 409
    assert seat.post(f"calls/{call}/take").ok
    assert seat.post(f"calls/{call}/number").json() == {"number": NUMBER}
    assert seat.post(f"calls/{call}/reached").ok
    assert centre.store.call_backs.to_make() == []


def test_the_agent_asks_the_assistant_in_a_conversation_of_their_own(server, seat, centre, rasa):
    page, _ = waiting_student(server, centre.store, rasa)
    asked = {"case": "0123abcd", "text": "combien ?", "language": "fr"}
    answers = seat.post("assistant", **asked).json()["answers"]
    assert [(one["text"], one["sources"]) for one in answers] == [("re: combien ?", "")]
    assert rasa.heard[-1].sender_id != rasa.heard[0].sender_id
    assert len(page.messages()) == 2


def test_ready_answers_are_the_domains_own_with_todays_facts_in_both_languages(seat):
    answers = seat.get("answers").json()
    for language in ("fr", "ar"):
        topics = {one["topic"]: one["text"] for one in answers[language]}
        assert len(topics) > 20 and not any("{" in text for text in topics.values())
    call_centre = next(one for one in answers["fr"] if one["topic"] == "ask_call_center")
    assert "0538 00 20 20" in call_centre["text"]


def test_figures_are_a_supervisors(server, seat, centre, rasa):
    _, talk = waiting_student(server, centre.store, rasa)
    assert seat.get("figures").json() == {"error": "not_allowed"}
    chief = Seat(server, "chief")
    chief.sign_in()
    seat.post(f"talks/{talk}/take")
    seat.say(talk, "Bonjour")
    seat.post(f"talks/{talk}/close", outcome="solved")
    figures = chief.get("figures?days=7").json()
    assert (figures["begun"], figures["answered"]) == (1, 1)
    assert figures["outcomes"] == {"solved": 1} and figures["causes"] == {"asked": 1}
    assert figures["first_answer"]["median"] >= 0
    assert chief.get("figures?days=0").status_code == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "session"),
        ("GET", "events"),
        ("GET", "answers"),
        ("GET", "figures"),
        ("GET", "talks/1"),
        ("POST", "talks/1/take"),
        ("POST", "talks/1/messages"),
        ("POST", "talks/1/notes"),
        ("POST", "talks/1/typing"),
        ("POST", "talks/1/pass"),
        ("POST", "talks/1/close"),
        ("POST", "calls/1/take"),
        ("POST", "calls/1/number"),
        ("POST", "assistant"),
        ("POST", "ready"),
        ("DELETE", "session"),
    ],
)
def test_nothing_is_open_without_a_session_nor_done_for_another_site(server, seat, method, path):
    stranger = requests.request(method, f"{server}/agent/api/{path}", json={}, timeout=30)
    assert (stranger.status_code, stranger.json()) == (401, {"error": "signed_out"})
    if method != "GET":
        forged = seat.request(method, path, json={}, headers={"X-Form-Token": "0" * 64})
        assert (forged.status_code, forged.json()) == (403, {"error": "foreign"})
        foreign = seat.request(method, path, json={}, headers={"Origin": "https://evil.example"})
        assert (foreign.status_code, foreign.json()) == (403, {"error": "foreign"})


def test_the_session_is_a_cookie_that_scripts_and_other_sites_do_not_get(server, centre):
    seat = Seat(server)
    cookie = seat.sign_in().headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/agent" in cookie
    assert seat.get("session").json()["agent"]["shown_as"] == "Salma"
    assert seat.request("DELETE", "session").ok
    assert seat.get("session").status_code == 401


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(server, centre):
    answers = {
        (Seat(server, name, "wrong wrong wrong").sign_in().text) for name in ("salma", "nobody")
    }
    assert answers == {'{"error":"wrong"}'}


def test_the_page_is_strict_about_what_it_may_load(server):
    page = requests.get(f"{server}/agent", timeout=30)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "require-trusted-types-for 'script'" in policy
    assert requests.get(f"{server}/agent/static/desk.js", timeout=30).ok
