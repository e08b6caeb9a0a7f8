"""ZEN: one decision with an expression for each rule."""

import json
from collections.abc import Sequence
from typing import Any

from guard.condition.tree import (
    FACTS,
    Binary,
    Call,
    Junction,
    ListLiteral,
    Literal,
    Node,
    Path,
    Quantifier,
    Unary,
)

POLICY = True
_JOINED = {"&&": " and ", "||": " or "}
_QUANTIFIED = {"exists": "some", "all": "all"}


def expression(node: Node) -> str:  # noqa: PLR0911 (one line a kind of node)
    """The rule as ZEN writes it; inside a list ``#`` is the item."""
    match node:
        case Path(names=names, slot=slot):
            return ".".join(names if slot == FACTS else ("#", *names[1:]))
        case Literal(value=value):
            return json.dumps(value)
        case ListLiteral(items=items):
            return f"[{', '.join(map(expression, items))}]"
        case Junction(operator=operator, operands=parts):
            return f"({_JOINED[operator].join(map(expression, parts))})"
        case Unary(operand=operand):
            return f"not ({expression(operand)})"
        case Quantifier(kind=kind, items=items, body=body):
            return f"{_QUANTIFIED[kind]}({expression(items)}, {expression(body)})"
        case Call(arguments=(counted,)):
            return f"len({expression(counted)})"
        case Binary(operator=operator, left=left, right=right):
            return f"({expression(left)} {operator} {expression(right)})"
        case _:
            raise TypeError(f"no expression: {node!r}")


class Peer:
    """The engine, with the rules compiled."""

    def __init__(self, rules: Sequence[Node]) -> None:
        import zen

        self.rules = [zen.compile_expression(expression(rule)) for rule in rules]

    def prepare(self, facts: dict[str, Any]) -> dict[str, Any]:
        return facts

    def answer(self, facts: dict[str, Any]) -> Sequence[bool | None]:
        return [self.one(rule, facts) for rule in self.rules]

    def one(self, rule: Any, facts: dict[str, Any]) -> bool | None:
        try:
            found = rule.evaluate(facts)
        except RuntimeError:
            return None
        return found if isinstance(found, bool) else None
