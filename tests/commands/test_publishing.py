"""A model that got worse is not served; a better one is."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot.commands import data, insights_publish, publishing, train
from bot.commands.__main__ import app

GOOD = {"accuracy": 0.9, "macro_f1": 0.9, "out_of_scope_recall": 0.8, "by_intent": {"greet": 0.9}}
WORSE = {**GOOD, "accuracy": 0.8, "by_intent": {"greet": 0.7}}


@pytest.fixture
def models(tmp_path, monkeypatch):
    """A folder with the model before; what is trained is a file that says so."""
    monkeypatch.setattr(publishing, "MODELS", tmp_path)
    monkeypatch.setattr(data, "check", lambda table: None)
    for module in (insights_publish, train):
        monkeypatch.setattr(module, "fingerprint", lambda: "new")
        monkeypatch.setattr(module, "train_model", lambda model, _: model.write_text("new model"))
    monkeypatch.setattr(train, "PROJECT", tmp_path)
    (tmp_path / "taghtia-old.tar.gz").write_text("old model")
    return tmp_path


def publish(monkeypatch, after, *arguments):
    def summary(model, lines):
        return GOOD if model.name.startswith("taghtia") else after

    monkeypatch.setattr(insights_publish, "_summary", summary)
    return CliRunner().invoke(app, ["insights", "publish", *arguments])


def names(models):
    return sorted(file.name for file in models.iterdir())


def test_a_model_as_good_as_the_one_before_is_served(models, monkeypatch):
    done = publish(monkeypatch, GOOD)
    assert done.exit_code == 0, done.output
    assert "published: taghtia-new.tar.gz" in done.output
    assert train.ensure_model().read_text() == "new model"
    again = publish(monkeypatch, GOOD)
    assert "published already" in again.output


def test_a_worse_one_is_refused_with_its_figures_and_the_old_one_goes_on(
    models, monkeypatch, capsys
):
    done = publish(monkeypatch, WORSE)
    assert done.exit_code == 1
    assert "accuracy -10.0 points" in done.output and "greet -20.0 points" in done.output
    assert names(models) == ["candidate-new.tar.gz", "refused-new.json", "taghtia-old.tar.gz"]
    # bin/serve and every other command goes on with it, and says so.
    assert train.ensure_model().read_text() == "old model"
    assert "was refused" in capsys.readouterr().err


def test_a_refused_one_is_served_after_all_where_the_margin_allows_it(models, monkeypatch):
    publish(monkeypatch, WORSE)
    done = publish(monkeypatch, WORSE, "--margin", "10", "--intent-margin", "20")
    assert done.exit_code == 0, done.output
    assert names(models) == ["taghtia-new.tar.gz", "taghtia-old.tar.gz"]
    assert train.ensure_model().read_text() == "new model"


def test_where_the_old_model_is_gone_the_data_are_trained(models, monkeypatch):
    publish(monkeypatch, WORSE)
    (models / "taghtia-old.tar.gz").unlink()
    assert train.ensure_model().read_text() == "new model"


def test_without_any_model_it_says_what_to_do(models, monkeypatch):
    (models / "taghtia-old.tar.gz").unlink()
    done = publish(monkeypatch, GOOD)
    assert done.exit_code == 1 and "bin/taghtia train" in done.output
