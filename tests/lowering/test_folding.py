import datetime as dt

import pytest

from guard.condition.checker import compile_condition
from guard.condition.tree import Binary, Literal, Node, children
from guard.condition.types import INT, TIMESTAMP, Struct, Type
from guard.lowering.folding import folded

TODAY = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
CONSTANTS = {"today": TODAY, "parameters": {"most": 6}}
FACTS: dict[str, Type] = {
    "today": TIMESTAMP,
    "parameters": Struct("parameters", {"most": INT, "other": INT}),
    "months": INT,
    "end": TIMESTAMP,
}


def tree(source: str) -> Node:
    return compile_condition(source, FACTS, {}).tree


def constants_in(node: Node) -> list[object]:
    own = [node.value] if isinstance(node, Literal) else []
    return own + [value for part in children(node) for value in constants_in(part)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("months <= parameters.most + 1", [7]),
        ("months <= -parameters.most", [-6]),
        ("end > today + days(parameters.most)", [TODAY + dt.timedelta(days=6)]),
        ("!(months > 2 && months < 2 + 3)", [2, 5]),
    ],
)
def test_a_calculation_on_constants_is_done_once(source: str, expected: list[object]) -> None:
    assert constants_in(folded(tree(source), CONSTANTS)) == expected


@pytest.mark.parametrize(
    "source",
    [
        "months + 1 > 2",  # reads a fact
        "months > parameters.other + 1",  # is not known
        "months > 9223372036854775807 + 1",  # leaves its range, and has to say so
        "months > 2",
    ],
)
def test_all_else_stays_the_same_object(source: str) -> None:
    before = tree(source)
    assert folded(before, CONSTANTS) is before
    assert isinstance(before, Binary)
