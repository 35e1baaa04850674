"""A caller at the other end of a gateway, who hears what its voice says and presses what it may."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import requests
from twilio.request_validator import RequestValidator

TOKEN = "gateway-token-of-the-tests"
PUBLIC_URL = "https://assistant.example"
START = "/webhooks/telephone/webhook"
SETTINGS = {"TAGHTIA_TELEPHONE_TOKEN": TOKEN, "TAGHTIA_PUBLIC_URL": PUBLIC_URL}
MOST_REDIRECTS = 20
SECONDS = 15
_numbers = itertools.count(212600000100)


@dataclass
class Caller:
    """One call. Each verb returns what is heard, as one text; `document` is the last TwiML.

    `fillers` are the words heard while the answer was not there yet.
    """

    server: str
    number: str = field(default_factory=lambda: f"+{next(_numbers)}")
    call: str = field(default_factory=lambda: f"CA{uuid.uuid4().hex}")
    document: ElementTree.Element = field(default_factory=lambda: ElementTree.Element("Response"))
    fillers: list[str] = field(default_factory=list)
    sent: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def rings(self) -> str:
        return self._post(PUBLIC_URL + START, CallStatus="ringing", Direction="inbound")

    def says(self, words: str, confidence: float | None = 0.9) -> str:
        more = {} if confidence is None else {"Confidence": str(confidence)}
        return self._answer(SpeechResult=words, **more)

    def presses(self, keys: str) -> str:
        gather = self._gather()
        most = gather.get("numDigits")
        assert most is None or len(keys) <= int(most), f"the gateway takes {most} keys only"
        finish = gather.get("finishOnKey", "#")
        return self._answer(Digits=keys.removesuffix("#") if finish == "#" else keys)

    def is_silent(self) -> str:
        return self._answer(Digits="", SpeechResult="")

    def hangs_up(self) -> requests.Response:
        return self.post(f"{PUBLIC_URL}/webhooks/telephone/status", CallStatus="completed")

    def dialled(self, status: str) -> str:
        """The gateway's word on the call that it put through."""
        more = {"DialCallDuration": "95"} if status in ("completed", "answered") else {}
        return self._post(self.document.find("Dial").get("action"), DialCallStatus=status, **more)

    def is_answered(self) -> requests.Response:
        """The gateway's word that somebody has picked up, in the name of the call it dialled."""
        (number,) = self.document.find("Dial")
        assert number.get("statusCallbackEvent") == "answered"
        dialled = {"CallSid": f"{self.call}dialled", "ParentCallSid": self.call}
        return self.post(number.get("statusCallback"), CallStatus="in-progress", **dialled)

    def post(self, url: str, signature: str | None = None, **form: str) -> requests.Response:
        """One web-hook, signed as gateways do."""
        form = {"CallSid": self.call, "From": self.number, "To": "+212538002020", **form}
        signed = signature or RequestValidator(TOKEN).compute_signature(url, form)
        address = self.server.rstrip("/") + url.removeprefix(PUBLIC_URL)
        headers = {"X-Twilio-Signature": signed}
        self.sent.append((url, form))
        return requests.post(address, data=form, headers=headers, timeout=SECONDS)

    def turn(self) -> int:
        """Number of the web-hook that comes next."""
        query = urlsplit(self._gather().get("action")).query
        return int(parse_qs(query)["turn"][0])

    def languages(self) -> list[str]:
        """Voices heard last, each once."""
        return list(dict.fromkeys(say.get("voice") for say in self.document.iter("Say")))

    @property
    def was_hung_up(self) -> bool:
        return self.document.find("Hangup") is not None

    @property
    def heard(self) -> str:
        return " ".join("".join(say.itertext()) for say in self.document.iter("Say"))

    def gather(self) -> dict[str, str]:
        return dict(self._gather().attrib)

    def _gather(self) -> ElementTree.Element:
        gather = self.document.find("Gather")
        assert gather is not None, f"nobody listens: {ElementTree.tostring(self.document)!r}"
        return gather

    def _answer(self, **form: str) -> str:
        return self._post(self._gather().get("action"), **form)

    def _post(self, url: str, **form: str) -> str:
        self.fillers = []
        for _ in range(MOST_REDIRECTS):
            reply = self.post(url, **form)
            assert reply.status_code == 200, (reply.status_code, reply.text)
            assert reply.headers["content-type"].startswith("text/xml")
            self.document = ElementTree.fromstring(reply.text)
            redirect = self.document.find("Redirect")
            if redirect is None:
                return self.heard
            self.fillers.append(self.heard)
            url, form = redirect.text, {}
        raise AssertionError("the gateway is sent round in circles")
