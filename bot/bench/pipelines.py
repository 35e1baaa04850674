"""Our pipeline and Rasa's default one, trained on the same sample of our examples.

`python -m bot.bench.pipelines MODEL FILE` prints what a trained model understands of a file, its
milliseconds and memory, as JSON: each pipeline is measured in a process of its own.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from bot.bench.figures import Speed
from bot.bench.memory import resident_mib
from bot.evaluation.examples import Example
from bot.evaluation.lines import read_lines
from bot.evaluation.parser import load_parser
from bot.tensorflow_stand_in import components
from bot.understanding.decision import OUT_OF_SCOPE, UNSURE

PROJECT = Path(__file__).resolve().parents[2]
SEED = 20261127
# With Rasa's own word for it, its pipeline refuses where ours asks "A or B?".
_REFUSES = "FallbackClassifier"


class TrainingFailed(RuntimeError):
    """Rasa could not train a pipeline; names the log."""


def sample(examples: Iterable[Example], count: int) -> list[Example]:
    """About so many, the same share of each intent in each variety; none with two wishes."""
    groups: dict[tuple[str, str], list[Example]] = defaultdict(list)
    for one in examples:
        if len(one.intents) == 1:
            groups[one.intent, one.variety].append(one)
    share = count / sum(map(len, groups.values()))
    chance = random.Random(SEED)
    return [
        one
        for _, group in sorted(groups.items())
        for one in chance.sample(group, min(len(group), max(1, round(len(group) * share))))
    ]


def default_pipeline(epochs: int) -> list[dict[str, Any]]:
    """The one that Rasa's default recipe has, trained for so many epochs instead of 100."""
    shipped = files("rasa.engine.recipes") / "config_files" / "default_config.yml"
    steps: list[dict[str, Any]] = yaml.safe_load(shipped.read_text("utf-8"))["pipeline"]
    return [{**step, "epochs": epochs} if "epochs" in step else step for step in steps]


def our_pipeline(**classifier: Any) -> list[dict[str, Any]]:
    """The pipeline of `config.yml`, its intent classifier configured otherwise."""
    config = yaml.safe_load((PROJECT / "config.yml").read_text("utf-8"))
    steps: list[dict[str, Any]] = config["pipeline"]
    return [
        {**step, **classifier} if "IntentClassifier" in step["name"] else step for step in steps
    ]


def measure(
    pipeline: list[dict[str, Any]], examples: Iterable[Example], file: Path, folder: Path
) -> dict[str, Any]:
    """Train in an empty folder, then understand the file's messages: see `understood`.

    Raises:
        TrainingFailed: see there.
    """
    _write(folder, pipeline, examples)
    began = time.perf_counter()
    _, status, used = os.wait4(_start_training(folder).pid, 0)
    seconds = time.perf_counter() - began
    models = list(folder.glob("models/*.tar.gz"))
    if status or not models:
        raise TrainingFailed(f"Rasa did not train: see {folder / 'train.log'}")
    command = [sys.executable, "-m", "bot.bench.pipelines", str(models[0]), str(file)]
    done = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE)
    return {
        "training_seconds": round(seconds),
        "training_cpu_seconds": round(used.ru_utime + used.ru_stime),
        "training_mib": round(used.ru_maxrss / 1024),
        **json.loads(done.stdout.splitlines()[-1]),
    }


def understood(model: Path, file: Path) -> dict[str, Any]:
    """Accuracy and the like as `taghtia evaluate nlu` states them, speed, and memory in MiB."""
    # Rasa is the floor that the model's memory is counted from.
    import rasa.core.agent  # noqa: F401

    from bot.evaluation.nlu import predict, summarise

    floor = resident_mib(os.getpid())
    parse = load_parser(model)
    seconds: list[float] = []
    likeliest: list[str] = []

    def timed(text: str) -> dict[str, Any]:
        began = time.perf_counter()
        parsed = parse(text)
        seconds.append(time.perf_counter() - began)
        ranked = (one["name"] for one in parsed["intent_ranking"])
        likeliest.append(next(name for name in ranked if name != UNSURE))
        return parsed

    lines = list(read_lines(file, ("text", "intent", "variety")))
    refuses = any(name.endswith(_REFUSES) for name in components(model))
    figures = summarise(predict(_refusing(timed) if refuses else timed, lines))
    return {
        **{name: figures[name] for name in figures if name not in ("by_intent", "confusions")},
        # Had nothing been refused or asked back.
        "likeliest_right": sum(
            name in {line["intent"], *line.get("also", [])}
            for name, line in zip(likeliest, lines, strict=True)
        )
        / len(lines),
        **Speed.of(seconds, sum(seconds)).as_dict(),
        "floor_mib": round(floor),
        "added_mib": round(resident_mib(os.getpid()) - floor),
    }


def _refusing(parse: Callable[[str], dict[str, Any]]) -> Callable[[str], dict[str, Any]]:
    def refusing(text: str) -> dict[str, Any]:
        parsed = parse(text)
        if parsed["intent"]["name"] in (UNSURE, None):
            parsed["intent"]["name"] = OUT_OF_SCOPE
        return parsed

    return refusing


def _write(folder: Path, pipeline: list[dict[str, Any]], examples: Iterable[Example]) -> None:
    by_intent: dict[str, list[str]] = defaultdict(list)
    for one in examples:
        by_intent[one.intent].append(f"- {one.text}")
    blocks = [{"intent": name, "examples": "\n".join(of)} for name, of in by_intent.items()]
    config = {"recipe": "default.v1", "assistant_id": "bench", "language": "fr"}
    folder.mkdir(parents=True)
    for name, content in (
        ("config.yml", {**config, "pipeline": pipeline}),
        ("nlu.yml", {"version": "3.1", "nlu": blocks}),
    ):
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def _start_training(folder: Path) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    command = [sys.executable, "-m", "rasa", "train", "nlu", "--config", "config.yml"]
    with (folder / "train.log").open("wb") as log:
        return subprocess.Popen(
            [*command, "--nlu", "nlu.yml", "--out", "models"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


if __name__ == "__main__":
    print(json.dumps(understood(Path(sys.argv[1]), Path(sys.argv[2]))))
