"""Makes what callers hear audible, with espeak-ng: `python -m tests.telephone.audible FOLDER`.

Not part of the product: its voices are not a gateway's. It shows that the texts can be spoken, and
how long they really take; it fails where one is silent for long, or much longer than reckoned.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import wave
from array import array
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from bot.channels.telephone.speaking.duration import spoken_seconds
from bot.channels.telephone.speaking.inventory import spoken_responses
from bot.channels.telephone.wording import spoken

WORDS_A_MINUTE = "150"
# Of 32,768: below it nobody hears anything by telephone.
QUIET = 300
LONGEST_SILENCE = 2.0
# Reckoned by heard.
PLAUSIBLE = (0.7, 1.4)
ANSWERS = (
    "utter_ask_enrollment_steps",
    "utter_ask_contribution",
    "utter_ask_call_center",
    "utter_tracking_intro",
    "utter_report_emergency",
)


def texts() -> Iterator[tuple[str, str, str]]:
    """Name, language and words of each sound."""
    for language, key in (("ar", "1"), ("fr", "2")):
        yield "welcome", language, spoken("utter_telephone_welcome", language, key=key).text
    for one in spoken_responses():
        if one.name in ANSWERS and one.scheme == "in_force":
            for number, part in enumerate(one.parts, start=1):
                yield f"{one.name.removeprefix('utter_')}-{number}", one.language, part.text


def seconds_of(file: Path) -> float:
    """How long a sound is."""
    with wave.open(str(file)) as sound:
        return sound.getnframes() / sound.getframerate()


def longest_silence(file: Path) -> float:
    """Seconds of the longest stretch between two sounds."""
    with wave.open(str(file)) as sound:
        samples = array("h", sound.readframes(sound.getnframes()))
        loud = [place for place, value in enumerate(samples) if abs(value) > QUIET]
        gaps = (after - before for before, after in pairwise(loud))
        return max(gaps, default=len(samples)) / sound.getframerate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    total, wrong = {"ar": (0.0, 0.0), "fr": (0.0, 0.0)}, []
    for name, language, text in texts():
        file = folder / f"{name}-{language}.wav"
        command = ["espeak-ng", "-v", language, "-s", WORDS_A_MINUTE, "-w", str(file), text]
        subprocess.run(command, check=True)
        heard, reckoned = seconds_of(file), spoken_seconds(text)
        silence = longest_silence(file)
        total[language] = (total[language][0] + heard, total[language][1] + reckoned)
        print(
            f"{file.name:44} {heard:5.1f} s heard, {reckoned:5.1f} s reckoned, "
            f"{reckoned / heard:4.2f}, longest silence {silence:3.1f} s"
        )
        if silence > LONGEST_SILENCE or not PLAUSIBLE[0] < reckoned / heard < PLAUSIBLE[1]:
            wrong.append(file.name)
    for language, (heard, reckoned) in total.items():
        print(f"{language}: {heard:.0f} s heard, {reckoned:.0f} s reckoned, {reckoned / heard:.2f}")
    if wrong:
        sys.exit(f"not plausible: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
