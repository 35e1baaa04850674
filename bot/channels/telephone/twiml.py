"""A reply as TwiML (https://www.twilio.com/docs/voice/twiml), for any gateway that speaks it."""

from __future__ import annotations

from typing import Any

from twilio.twiml.voice_response import Dial, Gather, Say, VoiceResponse

from bot.channels.telephone.reply import Entry, Reply, Saying, Then
from bot.channels.telephone.settings import TelephoneSettings

BASE = "/webhooks/telephone"
HEARD, PENDING, TRANSFERRED = f"{BASE}/heard", f"{BASE}/pending", f"{BASE}/transferred"
PICKED_UP = f"{BASE}/picked_up"
# Seconds of silence after which the caller is spoken to again; whoever types a number needs more.
SILENCE = {Entry.KEY: 6, Entry.NUMBER: 8, Entry.DATE: 8}
# Seconds of silence that end an utterance; a number is dictated with stops.
END_OF_SPEECH = {Entry.KEY: "auto", Entry.NUMBER: "3", Entry.DATE: "2"}
RINGING = 30
SLOW = "80%"
# Names that a recogniser would not guess.
HINTS = {
    "fr": "AMO, CNOPS, CNSS, ANAM, ONOUSC, Massar, CIN, Tadamon, étudiants, mutuelle, répétez",
    "ar": "التغطية الصحية, كنوبس, الضمان الاجتماعي, مسار, البطاقة الوطنية, أمو تضامن, عاود",
}
_DATE_DIGITS = 8


class TwimlWriter:
    """Writes replies for one installation's gateway."""

    def __init__(self, settings: TelephoneSettings) -> None:
        self._settings = settings

    def write(self, reply: Reply, turn: int, slow: bool = False) -> str:
        """The document that says a reply.

        Args:
            turn: number of the web-hook that comes next.
        """
        response = VoiceResponse()
        if reply.then is Then.LISTEN:
            gather = self._gather(reply, turn)
            self._say(gather, reply.sayings, slow)
            response.append(gather)
        else:
            self._say(response, reply.sayings, slow)
        if reply.then is Then.TRANSFER:
            response.append(self._dial(turn))
        elif reply.then is Then.HANG_UP:
            response.hangup()
        return str(response)

    def wait(self, saying: Saying, turn: int, asked: int) -> str:
        """Says that the answer is to come, then has the gateway ask again for it."""
        response = VoiceResponse()
        self._say(response, (saying,), slow=False)
        response.pause(length=1)
        response.redirect(self._address(PENDING, turn=turn, asked=asked), method="POST")
        return str(response)

    def _gather(self, reply: Reply, turn: int) -> Gather:
        limits: dict[str, Any] = {"finish_on_key": "#"}
        if reply.entry is Entry.KEY:
            # Without it "#" alone would end the entry, and come as silence.
            limits = {"num_digits": 1, "finish_on_key": ""}
        elif reply.entry is Entry.DATE:
            limits["num_digits"] = _DATE_DIGITS
        return Gather(
            input="dtmf speech",
            action=self._address(HEARD, turn=turn),
            method="POST",
            timeout=SILENCE[reply.entry],
            speech_timeout=END_OF_SPEECH[reply.entry],
            language=self._settings.recognisers[reply.language],
            hints=HINTS[reply.language],
            barge_in=True,
            action_on_empty_result=True,
            **limits,
        )

    def _dial(self, turn: int) -> Dial:
        target = self._settings.transfer or ""
        dial = Dial(
            action=self._address(TRANSFERRED, turn=turn),
            method="POST",
            timeout=RINGING,
            answer_on_bridge=True,
        )
        told = {
            "status_callback": f"{self._settings.public_url}{PICKED_UP}",
            "status_callback_event": "answered",
            "status_callback_method": "POST",
        }
        if target.startswith("sip:"):
            dial.sip(target, **told)
        else:
            dial.number(target, **told)
        return dial

    def _say(self, parent: Any, sayings: tuple[Saying, ...], slow: bool) -> None:
        for saying in sayings:
            voice = self._settings.voices[saying.language]
            # A provider's voice knows its own language: "Polly.Lea-Neural".
            language = None if "." in voice else self._settings.recognisers[saying.language]
            said = Say(voice=voice, language=language)
            if slow:
                said.prosody(saying.text, rate=SLOW)
            else:
                said.value = saying.text
            parent.append(said)

    def _address(self, path: str, **query: int) -> str:
        words = "&".join(f"{name}={value}" for name, value in query.items())
        return f"{self._settings.public_url}{path}?{words}"
