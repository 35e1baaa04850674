"""A server of a model without TensorFlow's components runs without TensorFlow, and only then."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.bench.memory import processes_of
from bot.commands.train import ensure_model
from bot.tensorflow_stand_in import needs_tensorflow, spare_tensorflow

OURS = "bot.understanding.intent_classifier.IntentClassifier"
RULES = "rasa.core.policies.rule_policy.RulePolicy"
COMPUTED_WITH_NOTHING = """
import sys
from pathlib import Path
from bot.tensorflow_stand_in import TensorflowIsNotLoaded, spare_tensorflow
assert spare_tensorflow(Path(sys.argv[1]))
import rasa.core.run, rasa.server
from rasa.utils.tensorflow.models import RasaModel
try:
    RasaModel(random_seed=1)
except TensorflowIsNotLoaded as error:
    print(error)
"""


@pytest.fixture
def model(tmp_path):
    def of(*components):
        nodes = {str(number): {"uses": name} for number, name in enumerate(components)}
        described = json.dumps({"predict_schema": {"nodes": nodes}}).encode()
        file = tmp_path / "model.tar.gz"
        with tarfile.open(file, "w:gz") as archive:
            entry = tarfile.TarInfo("metadata.json")
            entry.size = len(described)
            archive.addfile(entry, io.BytesIO(described))
        return file

    return of


@pytest.mark.parametrize(
    "component",
    [
        "rasa.nlu.classifiers.diet_classifier.DIETClassifier",
        "rasa.core.policies.ted_policy.TEDPolicy",
        "rasa.nlu.selectors.response_selector.ResponseSelector",
        "rasa.nlu.featurizers.dense_featurizer.lm_featurizer.LanguageModelFeaturizer",
        "somebodys.classifier.Classifier",
    ],
)
def test_a_component_that_computes_with_tensorflow_or_may_keeps_it(model, component):
    before = list(sys.meta_path)
    assert needs_tensorflow(model(OURS, component, RULES))
    assert not spare_tensorflow(model(OURS, component, RULES))
    assert sys.meta_path == before


def test_components_of_ours_and_rasas_rules_do_without(model):
    assert not needs_tensorflow(model(OURS, RULES))


def test_rasa_starts_without_it_and_whoever_computes_with_it_is_told():
    command = [sys.executable, "-c", COMPUTED_WITH_NOTHING, str(ensure_model())]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert "started without TensorFlow" in done.stdout, done.stderr


def test_no_process_of_the_assistant_holds_tensorflow(assistant):
    for pid in processes_of(assistant.pid):
        assert "tensorflow" not in Path(f"/proc/{pid}/maps").read_text()
