"""Rego, by regorus: a helper rule for each "or", "not" and quantifier."""

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


class Module:
    """The text of a module, made rule by rule."""

    def __init__(self, rules: Sequence[Node]) -> None:
        self.lines = ["package bench", "import rego.v1"]
        names = [self.helper([self.body(rule, ())], ()) for rule in rules]
        for name in names:
            self.lines.append(f"default {name} := false")
        self.lines.append(f"answers := [{', '.join(names)}]")

    def helper(self, bodies: Sequence[str], scope: tuple[str, ...]) -> str:
        head = f"h{len(self.lines)}" + (f"({', '.join(scope)})" if scope else "")
        self.lines += [f"{head} if {{ {body} }}" for body in bodies]
        return head

    def body(self, node: Node, scope: tuple[str, ...]) -> str:
        match node:
            case Junction(operator="&&", operands=parts):
                return "; ".join(self.body(part, scope) for part in parts)
            case Junction(operands=parts):
                return self.helper([self.body(part, scope) for part in parts], scope)
            case Unary(operand=operand):
                return f"not {self.helper([self.body(operand, scope)], scope)}"
            case Quantifier(kind=kind, items=items, variable=name, body=body):
                inner = self.body(body, (*scope, name))
                listed = self.value(items)
                every = f"every {name} in {listed} {{ {inner} }}"
                some = f"some {name} in {listed}; {inner}"
                return self.helper([every if kind == "all" else some], scope)
            case _:
                return self.value(node)

    def value(self, node: Node) -> str:
        match node:
            case Path(names=names, slot=slot):
                return ".".join(("input", *names) if slot == FACTS else names)
            case Literal(value=value):
                return json.dumps(value)
            case ListLiteral(items=items):
                return f"[{', '.join(map(self.value, items))}]"
            case Call(arguments=(counted,)):
                return f"count({self.value(counted)})"
            case Binary(operator=operator, left=left, right=right):
                return f"{self.value(left)} {operator} {self.value(right)}"
            case _:
                raise TypeError(f"no value: {node!r}")


class Peer:
    """The engine, with the rules compiled."""

    def __init__(self, rules: Sequence[Node]) -> None:
        import regorus

        self.engine: Any = regorus.Engine()
        self.engine.add_policy("bench.rego", "\n".join(Module(rules).lines))

    def prepare(self, facts: dict[str, Any]) -> str:
        return json.dumps(facts)

    def answer(self, facts: str) -> Sequence[bool | None]:
        self.engine.set_input_json(facts)
        found: Sequence[bool] = self.engine.eval_rule("data.bench.answers")
        return found
