"""The commands of the eligibility store, as an operator runs them."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from bot.commands.eligibility import app
from bot.commands.paths import PROJECT
from bot.commands.serve import prepare_stores
from eligibility.demo import DEMO_FILE
from tests.delivery_files import HEADER, line_with, write_csv

runner = CliRunner()
SALMA = "ZZ100001\nZ100000001\n5/3/2005\n"


@pytest.fixture(autouse=True)
def installation(tmp_path, monkeypatch):
    for variable in ("TAGHTIA_KEY", "TAGHTIA_KEY_FILE", "TAGHTIA_DATABASE_URL"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TAGHTIA_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, typed: str | None = None, ends: int = 0):
    result = runner.invoke(app, [*map(str, arguments)], input=typed, catch_exceptions=False)
    assert result.exit_code == ends, result.stderr
    return result


def test_an_import_says_what_it_did(tmp_path):
    assert "added 12, changed 0, unchanged 0" in run("import", DEMO_FILE).stdout
    assert "added 0, changed 0, unchanged 12" in run("import", DEMO_FILE).stdout
    path = write_csv(tmp_path / "d.csv", line_with() + ",x", header=f"{HEADER},name")
    assert "ignored columns: name" in run("import", path).stdout


def test_a_file_in_windows_1256_is_said_to_be_one(tmp_path):
    path = tmp_path / "d.csv"
    path.write_bytes(f"{HEADER}\n{line_with(university='جامعة')}".encode("cp1256"))
    assert "read as Windows-1256" in run("import", path).stdout


def test_a_refused_file_ends_with_an_error_and_names_lines_and_fields(tmp_path):
    path = write_csv(tmp_path / "d.csv", line_with(), line_with(cin="12", status="?"))
    result = run("import", path, ends=1)
    assert "d.csv:3: cin: cin_shape; write one or two letters, then digits" in result.stderr
    assert "nothing imported: 2 problem(s), 1 line(s) refused" in result.stderr
    assert "added 1," in run("import", write_csv(path, line_with())).stdout


def test_at_most_two_hundred_problems_are_printed_and_the_rest_is_counted(tmp_path):
    path = write_csv(tmp_path / "d.csv", *[line_with(cin="12")] * 250)
    errors = run("import", path, ends=1).stderr
    assert errors.count("cin_shape") == 200
    assert "and 50 more" in errors and "250 problem(s), 250 line(s)" in errors


def test_a_wrong_key_is_said_with_the_mend_and_without_a_traceback(tmp_path, monkeypatch):
    path = write_csv(tmp_path / "d.csv", line_with())
    run("import", path)
    monkeypatch.setenv("TAGHTIA_KEY", base64.b64encode(b"x" * 32).decode())
    errors = run("import", path, ends=1).stderr
    assert "1 application(s) were stored under a key that is not at hand" in errors
    assert "Put the right key back" in errors


def test_serve_does_not_start_with_a_wrong_key(tmp_path, monkeypatch, capsys):
    run("import", write_csv(tmp_path / "d.csv", line_with()))
    monkeypatch.setenv("TAGHTIA_KEY", base64.b64encode(b"x" * 32).decode())
    with pytest.raises(Exception) as ended:
        prepare_stores()
    assert ended.value.exit_code == 1
    assert "not at hand" in capsys.readouterr().err


def test_serve_says_that_a_rotation_waits_to_be_finished_and_starts(tmp_path, monkeypatch, capsys):
    database = f"sqlite:///{tmp_path / 'real.db'}"
    monkeypatch.setenv("TAGHTIA_DATABASE_URL", database)
    run("import", write_csv(tmp_path / "d.csv", line_with()))
    run("rotate-key", "--key-out", tmp_path / "next.key")
    monkeypatch.setenv("TAGHTIA_KEY", (tmp_path / "next.key").read_text())
    prepare_stores()
    assert "a rotation was begun and not finished" in capsys.readouterr().err


def test_a_key_is_rotated_and_the_key_itself_is_never_printed(tmp_path):
    run("import", DEMO_FILE)
    result = run("rotate-key", "--grace", "0")
    assert "12 application(s) brought to key 2 of 2" in result.stdout
    keys = (tmp_path / "state" / "taghtia.key").read_text().split()
    assert not [key for key in keys if key in result.stdout + result.stderr]
    assert "unchanged 12" in run("import", DEMO_FILE).stdout


def test_a_key_of_the_environment_is_prepared_in_a_file_and_the_rest_is_explained(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("TAGHTIA_KEY", base64.b64encode(b"x" * 32).decode())
    run("import", DEMO_FILE)
    assert "give --key-out FILE" in run("rotate-key", "--grace", "0", ends=1).stderr
    out = tmp_path / "next.key"
    said = run("rotate-key", "--key-out", out).stdout
    assert "Nothing else has changed" in said and f"$(cat {out})" in said
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert not [key for key in out.read_text().split() if key in said]
    monkeypatch.setenv("TAGHTIA_KEY", out.read_text())
    assert "key 2 of 2" in run("rotate-key", "--grace", "0").stdout


def test_the_template_is_written_and_can_be_imported(tmp_path):
    for name in ("t.csv", "t.xlsx"):
        assert f"written: {name}" in run("export-template", name).stdout
    assert "added 1," in run("import", "t.csv").stdout
    assert "unchanged 1" in run("import", "t.xlsx").stdout
    assert "exists" in run("export-template", "t.csv", ends=1).stderr


def test_figures_hide_small_numbers():
    run("import", DEMO_FILE)
    said = run("stats").stdout
    assert "2025-2026: <5" in said and "2026-2027: 10" in said
    assert "demo.csv" in said and "newest data: 2026-11-12" in said
    assert "look-ups of the last 30 days (UTC)\n  none" in said


def test_a_purge_says_how_many_and_asks_first():
    run("import", DEMO_FILE)
    refused = run("purge", "--before", "2026-2027", typed="n\n", ends=1)
    assert "to be deleted, of before 2026-2027: 2 application(s)" in refused.stdout
    assert "2025-2026" in run("stats").stdout
    assert "deleted: 2 application(s)" in run("purge", "--before", "2026", "--yes").stdout
    assert "2025-2026" not in run("stats").stdout


@pytest.mark.parametrize("year", ["26", "2026-2028", "next"])
def test_a_year_that_is_none_is_refused(year):
    assert "write it like 2026-2027" in run("purge", "--before", year, "--yes", ends=2).stderr


def test_a_person_is_forgotten_by_three_identifiers_that_are_not_shown():
    run("import", DEMO_FILE)
    result = run("forget", typed=SALMA)
    assert "deleted: 1 application(s), 1 change(s) of state" in result.stdout
    shown = result.stdout + result.stderr
    assert not [typed for typed in SALMA.split() if typed in shown]
    assert "no application of this person was there" in run("forget", typed=SALMA).stdout


def test_what_is_no_identifier_is_refused_and_not_shown():
    result = run("forget", typed="ZZ1000O1\n", ends=1)
    assert "cin_letter_o" in result.stderr and "ZZ1000O1" not in result.stdout + result.stderr


def test_a_database_that_cannot_be_reached_is_said_in_a_sentence(monkeypatch):
    url = "postgresql://somebody:secret@127.0.0.1:1/none"
    monkeypatch.setenv("TAGHTIA_DATABASE_URL", url)
    errors = run("stats", ends=1).stderr
    assert "see TAGHTIA_DATABASE_URL" in errors
    assert "secret" not in errors and "Traceback" not in errors


def test_the_commands_start_without_loading_rasa():
    code = (
        "import sys; from bot.commands import __main__;"
        " print([name for name in ('rasa', 'tensorflow', 'sklearn') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
