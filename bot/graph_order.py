"""Runs a trained graph's components one after the other, in an order that is found once.

Rasa hands the graph to dask, which sorts it anew three times a turn, and writes all that goes in
for a debug line that nobody reads. The components, their order and what they get are the same
(`tests/server/test_graph_order.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner

_ORDERS: WeakKeyDictionary[DaskGraphRunner, dict[tuple[str, ...], list[str]]] = WeakKeyDictionary()


def spare_sorting() -> None:
    """Let Rasa's runner do as above, in this process."""
    DaskGraphRunner.run = _run


def order_of(schema: GraphSchema, targets: Sequence[str]) -> list[str]:
    """The names of all nodes that the targets need, each after what it needs itself."""
    order: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in schema.nodes and name not in order:
            for need in schema.nodes[name].needs.values():
                visit(need)
            order[name] = None

    for target in targets:
        visit(target)
    return list(order)


def _run(
    runner: DaskGraphRunner,
    inputs: dict[str, Any] | None = None,
    targets: list[str] | None = None,
) -> dict[str, Any]:
    schema = runner._graph_schema
    wanted = tuple(targets or schema.target_names)
    orders = _ORDERS.setdefault(runner, {})
    if wanted not in orders:
        orders[wanted] = order_of(schema, wanted)
    # What a node gives and gets goes with its name.
    given = {name: (name, value) for name, value in (inputs or {}).items()}
    try:
        for name in orders[wanted]:
            needs = schema.nodes[name].needs.values()
            given[name] = runner._instantiated_nodes[name](
                *(given.get(need, need) for need in needs)
            )
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(given[name] for name in wanted)
