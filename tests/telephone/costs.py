"""What calls take that a gateway bills: `python -m tests.telephone.costs`.

Simulated calls with the trained assistant. Seconds are reckoned from the words
(`spoken_seconds`), the caller's as well, with half a second a key; no price is known here.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.telephone.speaking.duration import spoken_seconds
from bot.channels.telephone.speaking.inventory import spoken_responses
from bot.channels.telephone.speaking.links import links_in
from bot.channels.telephone.wording import written
from knowledge import load_knowledge
from tests.telephone.caller import Caller
from tests.telephone.helpline import Centre, centre

SECONDS_A_KEY = 0.5
# Between the last word heard and the answer, and until a recogniser takes it for finished.
SECONDS_BETWEEN = 1.5
PULSE, MINUTE = 15, 60
FRENCH, ARABIC = "2", "1"
# The basic set of GSM 03.38, and what takes two places there.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€\f")


@dataclass
class MeasuredCaller(Caller):
    """Counts what is heard and said.

    `listened`: seconds of each time the recogniser ran, from the first word heard on.
    """

    seconds: float = 0.0
    characters: int = 0
    listened: list[float] = field(default_factory=list)

    def says(self, words: str, confidence: float | None = 0.9) -> str:
        return self._after(spoken_seconds(words), lambda: super(MeasuredCaller, self).says(words))

    def presses(self, keys: str) -> str:
        taken = SECONDS_A_KEY * len(keys)
        return self._after(taken, lambda: super(MeasuredCaller, self).presses(keys))

    def rings(self) -> str:
        return self._heard(super().rings())

    def _after(self, answering: float, act: Callable[[], str]) -> str:
        taken = answering + SECONDS_BETWEEN
        self.seconds += taken
        self.listened[-1] += taken
        return self._heard(act())

    def _heard(self, words: str) -> str:
        said = sum(spoken_seconds("".join(say.itertext())) for say in self.document.iter("Say"))
        self.seconds += said
        self.characters += len(words)
        if self.document.find("Gather") is not None:
            self.listened.append(said)
        return words


def segments(text: str) -> int:
    """Pieces in which a text message is sent, and billed."""
    if set(text) <= GSM | GSM_TWICE:
        length, alone, joined = len(text) + sum(map(GSM_TWICE.__contains__, text)), 160, 153
    else:
        length, alone, joined = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if length <= alone else math.ceil(length / joined)


def one_question(words: str) -> Callable[[Caller], None]:
    def call(caller: Caller) -> None:
        caller.says(words)
        caller.hangs_up()

    return call


def three_questions_and_a_link(*words: str) -> Callable[[Caller], None]:
    def call(caller: Caller) -> None:
        for question in words:
            caller.says(question)
        caller.presses("7")
        caller.hangs_up()

    return call


def tracking_by_voice(asks: str, *given: str) -> Callable[[Caller], None]:
    def call(caller: Caller) -> None:
        caller.says(asks)
        for number in given:
            caller.says(number)
            caller.presses("1")
        caller.hangs_up()

    return call


def tracking_by_keys(asks: str) -> Callable[[Caller], None]:
    def call(caller: Caller) -> None:
        caller.says(asks)
        for typed in ("100002#", "9494#", "1", "100000002#", "94#", "1", "21082004", "1"):
            caller.presses(typed)
        caller.hangs_up()

    return call


CALLS = {
    "one question, French": (FRENCH, one_question("combien ça coûte")),
    "one question, Arabic": (ARABIC, one_question("شحال كيخلص الطالب")),
    "three questions and a link, French": (
        FRENCH,
        three_questions_and_a_link(
            "quelles sont les étapes pour m'inscrire",
            "qui vérifie que je n'ai pas d'autre couverture",
            "donnez-moi le lien de suivi",
        ),
    ),
    "three questions and a link, Arabic": (
        ARABIC,
        three_questions_and_a_link(
            "كيفاش نتسجل فالتغطية الصحية",
            "شكون كيتحقق واش عندي تغطية أخرى",
            "شنو هو موقع كنوبس",
        ),
    ),
    "the state of an application by voice, French": (
        FRENCH,
        tracking_by_voice(
            "je veux suivre ma demande",
            "zed zed cent mille deux",
            "zed un zéro zéro zéro zéro zéro zéro zéro deux",
            "vingt et un août deux mille quatre",
        ),
    ),
    "the same by keys, French": (FRENCH, tracking_by_keys("je veux suivre ma demande")),
    "the same by keys, Arabic": (ARABIC, tracking_by_keys("بغيت نعرف واش تقبل الطلب ديالي")),
}


def measure(running: Centre) -> None:
    print(f"{'a call':46} seconds minutes listens 15 s, least 15 s, most characters")
    for name, (language, call) in CALLS.items():
        caller = MeasuredCaller(running.assistant.url)
        caller.rings()
        caller.presses(language)
        call(caller)
        most = sum(math.ceil(seconds / PULSE) for seconds in caller.listened)
        listens, minutes = len(caller.listened), math.ceil(caller.seconds / MINUTE)
        print(
            f"{name:46} {caller.seconds:7.0f} {minutes:7} {listens:7} {listens:11} {most:10} "
            f"{caller.characters:10}"
        )


def measure_messages() -> None:
    for language in ("fr", "ar"):
        counts: dict[int, int] = {}
        for one in spoken_responses():
            links = links_in(_text_of(one.name, language)) if one.language == language else []
            if links:
                text = written("utter_telephone_sms", language, links="\n".join(links))
                counts[segments(text)] = counts.get(segments(text), 0) + 1
        print(f"SMS in {language}: pieces -> answers {dict(sorted(counts.items()))}")


def _text_of(response: str, language: str) -> str:
    text = written(response, language)
    for name, value in load_knowledge().answer_values(language).items():
        text = text.replace(f"{{{name}}}", value)
    return text


def main() -> None:
    measure_messages()
    with tempfile.TemporaryDirectory() as folder, centre(Path(folder)) as running:
        measure(running)


if __name__ == "__main__":
    main()
