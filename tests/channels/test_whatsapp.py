"""WhatsApp from the signed web-hook to what the Graph API gets."""

from __future__ import annotations

import sqlite3
import time
from datetime import timedelta

import pytest
import requests
from sanic import Sanic, response

import bot.channels.messaging.channel as module
from bot.answers.answer import Answer
from bot.channels.messaging import aftermath
from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.handover.pushing import pushers_of
from tests.channels.graph_api import (
    HOOK,
    PHONE_ID,
    SECRET,
    TOKEN,
    VERIFY,
    deliver,
    graph_api,
    hook,
    message,
    signature,
    status,
    wait_for,
)
from tests.serving import serving

PHONE = "212600000001"


def app_for(rasa) -> Sanic:
    app = Sanic(f"whatsapp_{id(rasa)}_{len(Sanic._app_registry)}", configure_logging=False)
    app.blueprint(WhatsAppChannel().blueprint(rasa), url_prefix="/webhooks/whatsapp")
    # A server has other addresses, too; without any Sanic cannot even answer 404.
    app.add_route(lambda request: response.text("ok"), "/health")
    return app


@pytest.fixture
def graph():
    with graph_api() as api:
        yield api


@pytest.fixture
def configured(settings, monkeypatch, graph):
    """The environment of a server with a WhatsApp number."""
    import bot.channels.web.channel as web

    monkeypatch.setattr(module, "gate_from_environment", web.gate_from_environment)
    for name, value in {
        "PHONE_NUMBER_ID": PHONE_ID,
        "TOKEN": TOKEN,
        "APP_SECRET": SECRET,
        "VERIFY_TOKEN": VERIFY,
        "API": graph.address,
    }.items():
        monkeypatch.setenv(f"TAGHTIA_WHATSAPP_{name}", value)
    return monkeypatch


@pytest.fixture
def quick(monkeypatch):
    """Waits that tests can afford."""
    monkeypatch.setattr(aftermath, "SETTLE", timedelta(seconds=2))
    monkeypatch.setattr(aftermath, "FIRST_WAIT", 0.1)
    monkeypatch.setattr(aftermath, "OPERATOR_WAIT", timedelta(seconds=0.5))


@pytest.fixture
def server(configured, rasa, quick):
    with serving(app_for(rasa)) as address:
        yield address


def stored(tmp_path) -> str:
    return "\n".join(sqlite3.connect(tmp_path / "outbox.db").iterdump())


def states(tmp_path) -> list[str]:
    query = "SELECT state FROM messaging_outgoing ORDER BY id"
    return [row[0] for row in sqlite3.connect(tmp_path / "outbox.db").execute(query)]


def test_meta_may_set_the_web_hook_up_with_the_right_word_only(server):
    def ask(word, mode="subscribe"):
        query = {"hub.mode": mode, "hub.verify_token": word, "hub.challenge": "1158201444"}
        return requests.get(server + HOOK, params=query, timeout=30)

    assert (ask(VERIFY).status_code, ask(VERIFY).text) == (200, "1158201444")
    assert ask("wrong").status_code == ask("").status_code == 403
    assert ask(VERIFY, "unsubscribe").status_code == 403


def test_what_meta_did_not_sign_is_refused(server, rasa):
    body = hook(message(content="bonjour"))
    other = signature(body, "other secret")
    for signed in ("", "sha256=", other, signature(body).upper(), signature(b" " + body)):
        assert deliver(server, body, signed).status_code == 403
    assert rasa.heard == []


def test_a_message_is_answered_read_and_reported(server, graph, rasa, tmp_path):
    sent = message(content="bonjour")
    assert deliver(server, hook(sent)).status_code == 200
    (answer,) = wait_for(lambda: graph.sent)
    assert answer["to"] == PHONE and answer["type"] == "interactive"
    assert answer["interactive"]["body"]["text"] == "re: bonjour"
    assert graph.tokens == {f"Bearer {TOKEN}"}
    wait_for(lambda: graph.attended)
    assert graph.attended[0]["message_id"] == sent["id"]
    assert graph.attended[0]["typing_indicator"] == {"type": "text"}
    wait_for(lambda: states(tmp_path) == ["sent"])
    reference = answer["biz_opaque_callback_data"]
    for state in ("delivered", "read", "sent"):
        deliver(server, hook(statuses=(status(state, reference),)))
    assert states(tmp_path) == ["read"]


def test_a_message_delivered_again_is_answered_once(server, graph, rasa):
    body = hook(message(content="un"))
    for _ in range(3):
        assert deliver(server, body).status_code == 200
    deliver(server, hook(message(content="deux")))
    wait_for(lambda: len(graph.sent) == 2)
    assert rasa.texts() == ["un", "deux"]


def test_messages_of_one_person_are_answered_in_the_order_they_were_written(server, graph, rasa):
    gone = rasa.hold("zero")
    deliver(server, hook(message(content="zero", timestamp=99)))
    wait_for(lambda: rasa.heard)
    deliver(server, hook(message(content="deux", timestamp=102)))
    deliver(server, hook(message(content="un", timestamp=101)))
    deliver(server, hook(message(content="autre", sender="212600000002")))
    wait_for(lambda: "autre" in rasa.texts())
    assert rasa.texts() == ["zero", "autre"]
    gone.set()
    wait_for(lambda: len(graph.sent) == 4)
    assert rasa.texts() == ["zero", "autre", "un", "deux"]


@pytest.mark.parametrize(
    ("kind", "content", "heard"),
    [
        ("text", {"body": "/restart"}, "restart"),
        ("interactive", {"type": "button_reply", "button_reply": {"id": "/greet"}}, "/greet"),
        ("interactive", {"type": "list_reply", "list_reply": {"id": "/greet"}}, "/greet"),
        ("interactive", {"type": "nfm_reply", "nfm_reply": {}}, "/message_unsupported"),
        ("button", {"payload": "/greet", "text": "x"}, "/greet"),
        ("button", {"payload": "Oui", "text": "Oui"}, "Oui"),
        ("edit", {"message": {"type": "text", "text": {"body": "juste"}}}, "juste"),
        ("contacts", [{"name": {"formatted_name": "Ali"}}], "/message_unsupported"),
        ("audio", {"id": "1", "voice": True}, "/message_voice"),
        ("image", {"id": "1", "caption": "ma carte"}, "/message_file"),
        ("document", {"id": "1", "filename": "x.pdf"}, "/message_file"),
        ("video", {"id": "1"}, "/message_file"),
        ("sticker", {"id": "1"}, "/message_unsupported"),
        ("order", {"product_items": []}, "/message_unsupported"),
        ("unsupported", None, "/message_unsupported"),
        ("something_new", {"x": 1}, "/message_unsupported"),
    ],
)  # fmt: skip
def test_every_kind_of_message_is_answered(server, graph, rasa, kind, content, heard):
    deliver(server, hook(message(kind, content)))
    wait_for(lambda: graph.sent)
    assert rasa.texts() == [heard]


def test_a_place_finds_an_office_and_stands_nowhere(server, graph, rasa, tmp_path):
    deliver(server, hook(message("location", {"latitude": 33.58987, "longitude": -7.60388})))
    wait_for(lambda: graph.sent)
    (heard,) = rasa.texts()
    assert heard.startswith('/find_office{"location": "<location:')
    assert "33.58987" not in stored(tmp_path)


@pytest.mark.parametrize("kind", ["reaction", "system", "revoke"])
def test_what_asks_nothing_gets_no_answer(server, graph, rasa, kind):
    deliver(server, hook(message(kind, {"emoji": "👍", "message_id": "w"})))
    deliver(server, hook(message(content="bonjour")))
    wait_for(lambda: graph.sent)
    assert rasa.texts() == ["bonjour"]


def test_whoever_has_a_user_name_instead_of_a_number_is_answered(server, graph):
    sent = {**message(content="bonjour"), "from_user_id": "MA.123456"}
    del sent["from"]
    deliver(server, hook(sent))
    (answer,) = wait_for(lambda: graph.sent)
    assert answer["recipient"] == "MA.123456" and "to" not in answer


def test_another_number_of_the_account_is_not_ours(server, graph, rasa):
    assert deliver(server, hook(message(content="bonjour"), phone_id="999")).status_code == 200
    deliver(server, hook(message(content="salut")))
    wait_for(lambda: graph.sent)
    assert rasa.texts() == ["salut"]


@pytest.mark.parametrize(
    "body",
    [b"{}", b"[]", b'{"entry": 1}', b'{"entry": [{"changes": [{"value": {"messages": [1]}}]}]}'],
)
def test_a_signed_body_of_another_form_is_acknowledged(server, body):
    assert deliver(server, body).status_code == 200


def test_a_phone_number_and_words_stand_nowhere_in_clear(server, graph, rasa, tmp_path):
    rasa.hold("mot-tres-rare").clear()
    sent = message(content="mot-tres-rare", id="wamid.HBgMMjEyNjAwMDAwMDAx")
    deliver(server, hook(sent))
    wait_for(lambda: rasa.heard)
    for secret in (PHONE, "mot-tres-rare", sent["id"], "Salma"):
        assert secret not in stored(tmp_path)
    rasa.held["mot-tres-rare"].set()
    (answer,) = wait_for(lambda: graph.sent)
    wait_for(lambda: states(tmp_path) == ["sent"])
    deliver(server, hook(statuses=(status("delivered", answer["biz_opaque_callback_data"]),)))
    rows = sqlite3.connect(tmp_path / "outbox.db")
    assert rows.execute("SELECT count(sealed) FROM messaging_inbox").fetchone() == (0,)
    assert rows.execute("SELECT count(sealed) FROM messaging_outgoing").fetchone() == (0,)
    assert PHONE not in rasa.heard[0].sender_id


@pytest.mark.parametrize("code", [130429, 131056, 80007, 131000, 190, 132001])
def test_a_passing_trouble_is_tried_again(server, graph, code):
    graph.script.extend([code, code])
    deliver(server, hook(message(content="bonjour")))
    wait_for(lambda: graph.sent)
    assert len(graph.tried) == 3
    assert len({one["biz_opaque_callback_data"] for one in graph.tried}) == 1


@pytest.mark.parametrize("code", [131026, 131051, 100])
def test_what_cannot_be_delivered_is_given_up_and_recorded(server, graph, tmp_path, code):
    graph.script.append(code)
    deliver(server, hook(message(content="un")))
    wait_for(lambda: states(tmp_path) == ["failed"])
    deliver(server, hook(message(content="deux")))
    wait_for(lambda: graph.sent)
    assert len(graph.tried) == 2


def test_an_answer_outside_the_window_waits_until_the_person_writes(server, graph, tmp_path):
    graph.script.append(131047)
    deliver(server, hook(message(content="un")))
    wait_for(lambda: states(tmp_path) == ["parked"])
    deliver(server, hook(message(content="deux")))
    wait_for(lambda: len(graph.sent) == 2)
    bodies = [one["interactive"]["body"]["text"] for one in graph.sent]
    assert bodies == ["re: un", "re: deux"]


def test_the_window_may_be_reported_later_and_a_template_reminds(
    configured, rasa, quick, graph, tmp_path
):
    configured.setenv("TAGHTIA_WHATSAPP_TEMPLATE_REMINDER", "answer_waits")
    with serving(app_for(rasa)) as server:
        deliver(server, hook(message(content="un")))
        (answer,) = wait_for(lambda: graph.sent)
        wait_for(lambda: states(tmp_path) == ["sent"])
        reference = answer["biz_opaque_callback_data"]
        deliver(server, hook(statuses=(status("failed", reference, 131047),)))
        wait_for(lambda: len(graph.sent) == 2)
        assert graph.sent[1]["template"]["name"] == "answer_waits"
        assert states(tmp_path)[0] == "parked"


def test_a_sending_of_unknown_outcome_is_not_repeated_when_meta_reports_it(server, graph, tmp_path):
    graph.script.append(None)
    deliver(server, hook(message(content="un")))
    (answer,) = wait_for(lambda: graph.sent)
    wait_for(lambda: states(tmp_path) == ["unknown"])
    deliver(server, hook(statuses=(status("sent", answer["biz_opaque_callback_data"]),)))
    deliver(server, hook(message(content="deux")))
    wait_for(lambda: len(graph.sent) == 2)
    assert graph.sent[1]["interactive"]["body"]["text"] == "re: deux"


def test_a_sending_of_unknown_outcome_is_repeated_when_nothing_is_reported(server, graph):
    graph.script.append(None)
    deliver(server, hook(message(content="un")))
    wait_for(lambda: len(graph.sent) == 2)
    assert len({one["biz_opaque_callback_data"] for one in graph.sent}) == 1


def test_what_a_stopped_server_left_is_sent_by_the_next(configured, rasa, quick, graph, tmp_path):
    graph.script.extend([190] * 3)
    with serving(app_for(rasa)) as server:
        deliver(server, hook(message(content="un")))
        wait_for(lambda: graph.tried)
    graph.script.clear()
    with serving(app_for(rasa)):
        wait_for(lambda: graph.sent)
    assert rasa.texts() == ["un"]


def test_without_its_variables_there_is_no_web_hook(settings, rasa):
    with serving(app_for(rasa)) as server:
        assert requests.get(server + HOOK, timeout=30).status_code == 404


def test_half_a_set_up_is_refused_with_what_is_missing(settings, rasa):
    settings.setenv("TAGHTIA_WHATSAPP_TOKEN", "secret-token")
    with pytest.raises(ValueError, match="TAGHTIA_WHATSAPP_APP_SECRET") as refused:
        WhatsAppChannel().blueprint(rasa)
    assert "secret-token" not in str(refused.value)


def test_a_message_that_nobody_asked_for_is_sent_at_once_or_waits_for_the_window(
    configured, rasa, quick, graph, tmp_path
):
    configured.setenv("TAGHTIA_WHATSAPP_TEMPLATE_REMINDER", "answer_waits")
    app = app_for(rasa)

    @app.post("/push/<conversation>")
    async def push(request, conversation):
        answer = Answer(request.body.decode(), "fr")
        await app.ctx.messengers["whatsapp"].push(conversation, answer)
        return response.empty()

    def say(conversation, words):
        requests.post(f"{server}/push/{conversation}", data=words.encode(), timeout=30)

    with serving(app) as server:
        deliver(server, hook(message(content="un")))
        wait_for(lambda: graph.sent)
        yesterday = int(time.time()) - 30 * 3600
        late = message(content="deux", timestamp=yesterday, sender="212600000002")
        deliver(server, hook(late))
        wait_for(lambda: len(graph.sent) == 2)
        here, away = (heard.sender_id for heard in rasa.heard)
        say(here, "de l'agent")
        say(away, "de l'agent, plus tard")
        say("0" * 32, "à personne")
        wait_for(lambda: len(graph.sent) == 4)
        assert graph.texts() == ["de l'agent"]
        assert graph.sent[3]["template"]["name"] == "answer_waits"
        deliver(server, hook(message(content="me revoilà", sender="212600000002")))
        wait_for(lambda: "de l'agent, plus tard" in graph.texts())


def test_an_agents_words_bear_the_name_and_are_sent_once_for_each_key(
    configured, rasa, quick, graph
):
    app = app_for(rasa)

    @app.post("/push/<key>")
    async def push(request, key):
        answer = Answer("je regarde", "fr", agent="Salma")
        await pushers_of(app)["whatsapp"].push(rasa.heard[0].sender_id, answer, key)
        return response.empty()

    with serving(app) as server:
        deliver(server, hook(message(content="un")))
        wait_for(lambda: graph.sent)
        for key in ("handover-1", "handover-1", "handover-2"):
            assert requests.post(f"{server}/push/{key}", timeout=30).ok
        wait_for(lambda: len(graph.texts()) == 2)
    assert graph.texts() == ["Salma :\nje regarde"] * 2
