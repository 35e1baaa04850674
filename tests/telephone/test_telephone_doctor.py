"""`taghtia doctor` tries the telephone's web-hook from outside, and says what is missing."""

from __future__ import annotations

import requests

import bot.doctor.telephone as doctor
from bot.doctor.finding import Level
from tests.telephone.caller import PUBLIC_URL


def found(settings, server: str) -> dict[str, Level]:
    post = requests.post

    def from_outside(url: str, **more):
        return post(url.replace(PUBLIC_URL, server), **more)

    settings.setattr(doctor.requests, "post", from_outside)
    return {finding.text: finding.level for finding in doctor.check_telephone()}


def test_what_works_and_what_is_missing(settings, server):
    findings = found(settings, server)
    assert findings.pop(f"{PUBLIC_URL}/webhooks/telephone/status") is Level.OK
    assert set(findings.values()) == {Level.WARNING}
    assert any("TAGHTIA_TELEPHONE_TRANSFER" in text for text in findings)
    assert any("TAGHTIA_SMS_SENDER" in text for text in findings)


def test_another_token_is_noticed(settings, server):
    settings.setenv("TAGHTIA_TELEPHONE_TOKEN", "another-one")
    findings = found(settings, server)
    (text,) = [text for text, level in findings.items() if level is Level.MEND]
    assert "runs with another TAGHTIA_TELEPHONE_TOKEN" in text


def test_without_the_setting_nothing_is_tried(settings):
    settings.delenv("TAGHTIA_TELEPHONE_TOKEN")
    (finding,) = doctor.check_telephone()
    assert finding.level is Level.OK


def test_a_wrong_setting_is_to_be_mended(settings):
    settings.setenv("TAGHTIA_PUBLIC_URL", "http://plain.example")
    (finding,) = doctor.check_telephone()
    assert finding.level is Level.MEND
