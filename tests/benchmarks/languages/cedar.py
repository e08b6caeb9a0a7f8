"""Cedar: a policy that forbids, for each rule.

It has no quantifiers over lists of groups and no length of a text: those parts are worked out
beforehand and given to it as facts, and their time is not counted against it.
"""

import json
from collections.abc import Sequence
from typing import Any

from guard.condition.evaluator import evaluate
from guard.condition.step import UNKNOWN
from guard.condition.tree import (
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
)

POLICY = True
_MOST_SLOTS = 8


class Policies:
    """The text of the policies, and the parts worked out beforehand by name."""

    def __init__(self, rules: Sequence[Node]) -> None:
        self.given: dict[str, Node] = {}
        policies = [
            f'@id("{number}")\nforbid(principal, action, resource) unless {{ {self.text(rule)} }};'
            for number, rule in enumerate(rules)
        ]
        self.written = "\n".join(["permit(principal, action, resource);", *policies])

    def text(self, node: Node) -> str:  # noqa: PLR0911 (one line a kind of node)
        match node:
            case Quantifier() | Binary(left=Call()):
                name = f"given{len(self.given)}"
                self.given[name] = node
                return f"context.{name}"
            case Path(names=names):
                return ".".join(("context", *names))
            case Literal(value=value):
                return json.dumps(value)
            case ListLiteral(items=items):
                return f"[{', '.join(map(self.text, items))}]"
            case Junction(operator=operator, operands=parts):
                return f"({f' {operator} '.join(map(self.text, parts))})"
            case Unary(operand=operand):
                return f"!({self.text(operand)})"
            case Binary(operator="in", left=left, right=right):
                return f"{self.text(right)}.contains({self.text(left)})"
            case Binary(operator=operator, left=left, right=right):
                return f"({self.text(left)} {operator} {self.text(right)})"
            case _:
                raise TypeError(f"no Cedar: {node!r}")


class Peer:
    """The engine, with the rules compiled."""

    def __init__(self, rules: Sequence[Node]) -> None:
        import cedarpy

        self.cedar = cedarpy
        made = Policies(rules)
        self.given, self.count = made.given, len(rules)
        self.policies = cedarpy.PolicySet.from_str(made.written)
        self.entities = cedarpy.Entities.from_json_str("[]")

    def prepare(self, facts: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = {
            name: group for name, group in facts.items() if isinstance(group, dict)
        }
        for name, node in self.given.items():
            value = evaluate(Condition("", node, _MOST_SLOTS), facts).value
            if value is not UNKNOWN:
                context[name] = value
        who = {"principal": 'User::"u"', "action": 'Action::"buy"', "resource": 'Thing::"t"'}
        return who | {"context": context}

    def answer(self, facts: dict[str, Any]) -> Sequence[bool | None]:
        found = self.cedar.is_authorized(facts, self.policies, self.entities)
        failed = found.diagnostics.id_annotations_by_reason.values()
        answers = [True] * self.count
        for number in failed:
            if number:
                answers[int(number)] = False
        return answers
