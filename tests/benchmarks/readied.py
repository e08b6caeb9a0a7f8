"""The benchmark's rules and facts as any engine can take them: plain trees, plain JSON.

What no fact is in is worked out beforehand (``today + days(366)``); moments are whole
microseconds and amounts whole hundredths, so that every language compares whole numbers.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from guard.condition.evaluator import evaluate
from guard.condition.tree import (
    FACTS,
    Binary,
    Call,
    Condition,
    Junction,
    ListLiteral,
    Literal,
    Node,
    Path,
    Quantifier,
    Unary,
    Use,
    children,
)
from guard.condition.types import BOOL
from guard.finding import MIDNIGHT
from guard.policy.compile import Rule
from tests.making import TODAY

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
Facts = dict[str, Any]


def readied(rule: Rule) -> Node:
    """``!when || require``, without names for constants."""
    known = {"today": dt.datetime.combine(TODAY, MIDNIGHT), "parameters": dict(rule.parameters)}
    when, require = (_readied(condition.tree, known) for condition in (rule.when, rule.require))
    return Junction((0, 0), "||", (Unary((0, 0), "!", when, BOOL), require), BOOL)


def plain(value: object) -> Any:
    """A value as plain JSON."""
    match value:
        case Decimal():
            return int(value * 100)
        case dt.datetime():
            return (value - _EPOCH) // dt.timedelta(microseconds=1)
        case dt.date():
            return plain(dt.datetime.combine(value, MIDNIGHT))
        case list() | tuple():
            return [plain(item) for item in value if item is not None]
        case dict():
            return {key: plain(item) for key, item in value.items() if item is not None}
        case _:
            return value


def nested(row: Mapping[str, object]) -> Facts:
    """The facts of a row whose columns are paths; what is not known is left out."""
    facts: Facts = {}
    for path, value in row.items():
        *groups, name = path.split(".")
        place = facts
        for group in groups:
            place = place.setdefault(group, {})
        if value is not None:
            place[name] = value
    return facts


def _readied(node: Node, known: Mapping[str, object]) -> Node:  # noqa: PLR0911 (one a kind)
    if isinstance(node, Use):
        return _readied(node.body, known)
    if not _asks(node, known):
        value = plain(evaluate(Condition("", node, 0), known).value)
        if isinstance(value, list):
            return ListLiteral(node.span, tuple(Literal(node.span, v) for v in value), node.type)
        return Literal(node.span, value, node.type)
    match node:
        case Unary(operand=operand):
            return node._replace(operand=_readied(operand, known))
        case Junction(operands=parts):
            return node._replace(operands=tuple(_readied(part, known) for part in parts))
        case Binary(left=left, right=right):
            return node._replace(left=_readied(left, known), right=_readied(right, known))
        case Quantifier(items=items, body=body):
            return node._replace(items=_readied(items, known), body=_readied(body, known))
        case Call(arguments=arguments):
            return node._replace(arguments=tuple(_readied(part, known) for part in arguments))
        case Path():
            return node
        case _:
            raise TypeError(f"the benchmark's rules have no {node!r}")


def _asks(node: Node, known: Mapping[str, object]) -> bool:
    """Whether a fact, or a variable, is in ``node``."""
    if isinstance(node, Path):
        return node.slot != FACTS or node.names[0] not in known
    return any(_asks(child, known) for child in children(node))
