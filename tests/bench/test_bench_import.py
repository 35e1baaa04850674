"""The benchmark of imports: invented people, a floor of the same tables, figures that add up."""

from __future__ import annotations

import json

from sqlalchemy import text
from typer.testing import CliRunner

from bot.bench.people import HEADER, identifiers, write_delivery
from bot.commands.__main__ import app
from bot.commands.import_floor import floor_seconds
from eligibility.deliveries.lines import COLUMNS
from eligibility.engine import engine_for
from tests.delivery_files import read


def test_a_delivery_of_invented_people_is_right_and_the_same_each_time(tmp_path):
    one, same = tmp_path / "one.csv", tmp_path / "same.csv"
    write_delivery(one, 300)
    write_delivery(same, 300)
    assert HEADER == COLUMNS
    assert one.read_bytes() == same.read_bytes()
    lines = read(one)
    assert len({line.identity.cin for line in lines}) == 300
    assert all(line.identity.cin.startswith("ZZ") for line in lines)


def test_a_changed_delivery_has_another_state_for_a_share_of_the_same_people(tmp_path):
    write_delivery(tmp_path / "before.csv", 500)
    write_delivery(tmp_path / "after.csv", 500, changed=0.2)
    before, after = read(tmp_path / "before.csv"), read(tmp_path / "after.csv")
    pairs = list(zip(before, after, strict=True))
    assert all(one.identity == other.identity for one, other in pairs)
    changed = [(one, other) for one, other in pairs if one.status is not other.status]
    assert 60 <= len(changed) <= 140
    assert all(one.updated_at < other.updated_at for one, other in changed)


def test_people_of_different_numbers_are_different():
    assert len({identifiers(number) for number in range(2000)}) == 2000


def test_the_floor_fills_the_tables_of_an_import(tmp_path):
    url = f"sqlite:///{tmp_path / 'floor.db'}"
    assert floor_seconds(url, tmp_path, 50) > 0
    with engine_for(url).connect() as connection:
        for table in ("applications", "status_changes"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 50


def test_the_command_measures_every_step_and_writes_it_down(tmp_path):
    out = tmp_path / "figures.json"
    ran = CliRunner().invoke(app, ["bench", "import", "--rows", "300", "--json", str(out)])
    assert ran.exit_code == 0, ran.output
    figures = json.loads(out.read_text())
    assert figures["first"]["added"] == 300
    assert figures["again"]["unchanged"] == 300
    assert figures["changed"]["changed"] + figures["changed"]["unchanged"] == 300
    assert figures["changed"]["changed"] > 0
    assert figures["rotation"]["renewed"] == 300
    for step in ("first", "again", "changed", "rotation"):
        assert figures[step]["seconds"] > 0 and figures[step]["peak_mib"] > 0
        assert figures[step]["longest_look_up_seconds"] > 0
