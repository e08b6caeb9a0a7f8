"""CEL, by its reference implementation: the rules as they are."""

from collections.abc import Sequence
from typing import Any

from guard.condition.tree import Node
from guard.condition.unparse import unparse

POLICY = True
GROUPS = (
    "application", "approvals", "contract", "data", "evidence", "hosting", "identity",
    "interoperability", "it_management", "logging", "request", "supplier",
)  # fmt: skip


class Peer:
    """The engine, with the rules compiled."""

    def __init__(self, rules: Sequence[Node]) -> None:
        from cel_expr_python import cel

        self.cel = cel
        self.env = cel.NewEnv(variables=dict.fromkeys(GROUPS, cel.Type.DYN))
        self.rules = [self.env.compile(unparse(rule)) for rule in rules]

    def prepare(self, facts: dict[str, Any]) -> dict[str, Any]:
        return facts

    def answer(self, facts: dict[str, Any]) -> Sequence[bool | None]:
        activation = self.env.Activation(facts)
        bool_type = self.cel.Type.BOOL
        values = [rule.eval(activation) for rule in self.rules]
        return [value.value() if value.type() == bool_type else None for value in values]
