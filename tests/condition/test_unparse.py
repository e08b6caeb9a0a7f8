from random import Random
from typing import Any

import pytest

from guard.condition.parser import parse
from guard.condition.tree import Node, Path, children
from guard.condition.unparse import unparse
from tests.condition.asking import compiled
from tests.condition.random_conditions import Writer


def shape(node: Node) -> Any:
    """The tree without its places and texts."""
    names = node.names if isinstance(node, Path) else ()
    own = getattr(node, "operator", getattr(node, "value", getattr(node, "function", "")))
    return type(node), own, names, [shape(child) for child in children(node)]


@pytest.mark.parametrize(
    "source",
    [
        "a && (b || c)",
        "(a ? b : c) ? d : e",
        "!(a && b)",
        "a - (b - c)",
        "(a == b) == (c in d)",
        "-(-a)",
        "- (-1)",
        "has(a.b) && a.b.exists(x, x.c in [1, -2])",
        '"\\"\\n".contains("é")',
        "1.0 == 1e0 || a == 0.5",
        'today - days(3) < timestamp("2026-01-01T00:00:00Z")',
    ],
)
def test_what_is_written_reads_back(source: str) -> None:
    tree = parse(source)
    assert shape(parse(unparse(tree, shown=True))) == shape(tree)


def test_random_conditions_read_back() -> None:
    random = Random(7)
    for _ in range(300):
        tree = parse(Writer(random).condition(3).ours)
        assert shape(parse(unparse(tree, shown=True))) == shape(tree)


def test_days_become_standard_cel() -> None:
    assert unparse(compiled("today - days(3) < today").tree) == 'today - duration("72h") < today'
    days = unparse(compiled("today - days(users) < today").tree)
    assert days == 'today - duration(string(users * 24) + "h") < today'


def test_definitions_are_written_out_except_for_people() -> None:
    tree = compiled('over("a") && urgent', over__word="title == word || word in tags").tree
    assert unparse(tree) == '(title == "a" || "a" in tags) && urgent'
    assert unparse(tree, shown=True) == 'over("a") && urgent'


def test_offsets_play_no_part() -> None:
    tree = parse("a && b")
    assert unparse(tree._replace(span=(5, 6))) == "a && b"
