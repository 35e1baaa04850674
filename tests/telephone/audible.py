"""Makes what callers hear audible, with espeak-ng: `python -m tests.telephone.audible FOLDER`.

Not part of the product: its voices are not a gateway's. It shows that the texts can be spoken, and
how long they really take.
"""

from __future__ import annotations

import argparse
import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path

from bot.channels.telephone.speaking.duration import spoken_seconds
from bot.channels.telephone.speaking.inventory import spoken_responses
from bot.channels.telephone.wording import spoken

WORDS_A_MINUTE = "150"
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, language, text in texts():
        file = folder / f"{name}-{language}.wav"
        command = ["espeak-ng", "-v", language, "-s", WORDS_A_MINUTE, "-w", str(file), text]
        subprocess.run(command, check=True)
        heard, reckoned = seconds_of(file), spoken_seconds(text)
        print(f"{file.name:44} {heard:5.1f} s heard, {reckoned:5.1f} s reckoned")


if __name__ == "__main__":
    main()
