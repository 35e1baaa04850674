"""Text messages: a service gets them, the log learns nothing of whom, settings say what lacks."""

from __future__ import annotations

import asyncio
import base64
import logging
from urllib.parse import parse_qs

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from bot.channels.telephone.sms.log_sender import LogSender
from bot.channels.telephone.sms.sender import SmsFailed
from bot.channels.telephone.sms.settings import sms_sender
from bot.channels.telephone.sms.twilio_sender import TwilioSender

NUMBER, TEXT = "+212661739482", "Taghtia :\nhttps://www.cnops.org.ma/x"
PATH = "/2010-04-01/Accounts/AC1/Messages.json"


@pytest.fixture
def service():
    with HTTPServer(host="127.0.0.1") as server:
        yield server


def sender_at(service: HTTPServer) -> TwilioSender:
    return TwilioSender("AC1", "secret-token", "+212530000000", service.url_for("").rstrip("/"))


def test_a_service_gets_number_and_text(service):
    got = {}

    def take(request):
        got.update(parse_qs(request.get_data(as_text=True)))
        got["login"] = base64.b64decode(request.headers["Authorization"].split()[1]).decode()
        return Response('{"sid": "SM1"}', 201)

    service.expect_request(PATH, method="POST").respond_with_handler(take)
    asyncio.run(sender_at(service).send(NUMBER, TEXT))
    assert (got["To"], got["From"], got["Body"]) == ([NUMBER], ["+212530000000"], [TEXT])
    assert got["login"] == "AC1:secret-token"


def test_a_refusal_names_no_number(service):
    service.expect_request(PATH).respond_with_json({"message": f"{NUMBER} is invalid"}, 400)
    with pytest.raises(SmsFailed) as refused:
        asyncio.run(sender_at(service).send(NUMBER, TEXT))
    assert str(refused.value) == "status 400"


def test_a_service_that_is_not_there_is_a_failure():
    sender = TwilioSender("AC1", "t", "+1", "http://127.0.0.1:9")
    with pytest.raises(SmsFailed):
        asyncio.run(sender.send(NUMBER, TEXT))


def test_the_log_sender_logs_neither_number_nor_text_and_claims_nothing(caplog):
    with caplog.at_level(logging.DEBUG), pytest.raises(SmsFailed):
        asyncio.run(LogSender().send(NUMBER, TEXT))
    assert "an SMS of" in caplog.text
    assert NUMBER[-6:] not in caplog.text
    assert "cnops" not in caplog.text


def test_a_token_does_not_show(service):
    assert "secret-token" not in repr(sender_at(service))


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"TAGHTIA_SMS_SENDER": "pigeon"}, "TAGHTIA_SMS_SENDER must be log or twilio"),
        (
            {"TAGHTIA_SMS_SENDER": "twilio", "TAGHTIA_SMS_ACCOUNT": "AC1"},
            "also needs TAGHTIA_SMS_TOKEN, TAGHTIA_SMS_FROM",
        ),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch, settings, complaint):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=complaint):
        sms_sender()


def test_by_default_nothing_is_sent(monkeypatch):
    monkeypatch.delenv("TAGHTIA_SMS_SENDER", raising=False)
    assert isinstance(sms_sender(), LogSender)
