"""A graph gives what it gives with Rasa's own runner, components called once and in order."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
from rasa.engine.exceptions import GraphComponentException
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from bot.graph_order import _run, order_of

RASAS = DaskGraphRunner.run


class Adding(GraphComponent):
    """Adds up what it needs; a negative sum is an error."""

    called: ClassVar[list[int]] = []

    @classmethod
    def create(cls, config, model_storage, resource, execution_context):
        return cls()

    def add(self, one, other=1):
        Adding.called.append(one + other)
        if one + other < 0:
            raise ValueError("negative")
        return one + other


def node(is_target=False, **needs):
    return SchemaNode(
        needs=needs,
        uses=Adding,
        constructor_name="create",
        fn="add",
        config={},
        eager=True,
        is_target=is_target,
    )


@pytest.fixture
def runner(tmp_path: Path):
    Adding.called = []
    schema = GraphSchema(
        {
            "last": node(is_target=True, one="second", other="first"),
            "second": node(one="first", other="__number__"),
            "first": node(one="__number__"),
            "unneeded": node(one="first"),
        }
    )
    storage = LocalModelStorage(tmp_path)
    return DaskGraphRunner.create(schema, storage, ExecutionContext(schema))


@pytest.mark.parametrize("targets", [None, ["second"], ["unneeded", "last"], ["first", "second"]])
@pytest.mark.parametrize("number", [0, 5])
def test_the_targets_get_what_rasas_runner_gives_them(runner, targets, number):
    theirs = RASAS(runner, {"__number__": number}, targets)
    called, Adding.called = Adding.called, []
    for _ in range(2):
        assert _run(runner, {"__number__": number}, targets) == theirs
    assert sorted(Adding.called) == sorted(called * 2)


def test_what_a_component_raises_is_raised_as_rasas_runner_raises_it(runner):
    for run in (RASAS, _run):
        with pytest.raises(GraphComponentException):
            run(runner, {"__number__": -3})


def test_nothing_stands_before_what_it_needs(runner):
    schema = runner._graph_schema
    assert order_of(schema, ["last"]) == ["first", "second", "last"]
