"""Calculations on constants alone, done once and not in every row: ``today + days(30)``."""

from collections.abc import Mapping
from typing import Any

from guard.condition.evaluator import evaluate
from guard.condition.problem import ConditionError
from guard.condition.step import UNKNOWN
from guard.condition.tree import (
    FACTS,
    Binary,
    Call,
    Condition,
    Literal,
    Node,
    Path,
    Unary,
    children,
)


def folded(node: Node, constants: Mapping[str, object]) -> Node:
    """``node`` with each calculation that reads only ``constants`` as the value that it has.

    What leaves its range, or reads a constant that is not there, stays as it is; and a node in
    which nothing is calculated stays the same object.
    """
    if _calculates(node) and _constant(node, constants):
        return _worked_out(node, constants)
    given: Any = node
    changed = {
        name: new
        for name, part in zip(given._fields, given, strict=True)
        if (new := _inside(part, constants)) is not part
    }
    return given._replace(**changed) if changed else node


def _inside(part: object, constants: Mapping[str, object]) -> object:
    """A field of a node: a node, some of them, or what has none in it."""
    if isinstance(part, Node):
        return folded(part, constants)
    if isinstance(part, tuple) and any(isinstance(each, Node) for each in part):
        parts = tuple(_inside(each, constants) for each in part)
        return parts if any(a is not b for a, b in zip(parts, part, strict=True)) else part
    return part


def _calculates(node: Node) -> bool:
    match node:
        case Binary(operator="+" | "-") | Unary(operator="-") | Call(function="days"):
            return True
        case _:
            return False


def _constant(node: Node, constants: Mapping[str, object]) -> bool:
    if isinstance(node, Path):
        return node.slot == FACTS and node.names[0] in constants
    return all(_constant(part, constants) for part in children(node))


def _worked_out(node: Node, constants: Mapping[str, object]) -> Node:
    try:
        value: Any = evaluate(Condition("", node, 0), constants).value
    except ConditionError:
        return node
    return node if value is UNKNOWN else Literal(node.span, value, node.type)
