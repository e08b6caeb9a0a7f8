"""JSON Logic, by datalogic."""

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

POLICY = False
_JOINED = {"&&": "and", "||": "or"}
_QUANTIFIED = {"exists": "some", "all": "all"}


def logic(node: Node) -> Any:  # noqa: PLR0911 (one line a kind of node)
    """The rule as JSON; inside a list ``var`` speaks of the item."""
    match node:
        case Path(names=names, slot=slot):
            return {"var": ".".join(names if slot == FACTS else names[1:])}
        case Literal(value=value):
            return value
        case ListLiteral(items=items):
            return [logic(item) for item in items]
        case Junction(operator=operator, operands=parts):
            return {_JOINED[operator]: [logic(part) for part in parts]}
        case Unary(operand=operand):
            return {"!": [logic(operand)]}
        case Quantifier(kind=kind, items=items, body=body):
            return {_QUANTIFIED[kind]: [logic(items), logic(body)]}
        case Call(arguments=(counted,)):
            return {"length": [logic(counted)]}
        case Binary(operator=operator, left=left, right=right):
            sign = {"==": "===", "!=": "!=="}.get(operator, operator)
            return {sign: [logic(left), logic(right)]}
        case _:
            raise TypeError(f"no JSON Logic: {node!r}")


class Peer:
    """The engine, with the rules compiled."""

    def __init__(self, rules: Sequence[Node]) -> None:
        import datalogic_py

        self.module = datalogic_py
        engine = datalogic_py.Engine()
        self.rules = [engine.compile(logic(rule)) for rule in rules]
        self.session = engine.session()

    def prepare(self, facts: dict[str, Any]) -> str:
        return json.dumps(facts)

    def answer(self, facts: str) -> Sequence[bool | None]:
        handle = self.module.DataHandle(facts)
        return [self.one(rule, handle) for rule in self.rules]

    def one(self, rule: Any, handle: Any) -> bool | None:
        try:
            return bool(self.session.evaluate_data(rule, handle))
        except self.module.DataLogicError:
            return None
