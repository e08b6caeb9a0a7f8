"""Asking the reference implementation of CEL."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from cel_expr_python import cel
from cel_expr_python.ext import ext_strings

from guard.condition.types import (
    BOOL,
    DOUBLE,
    INT,
    STRING,
    TIMESTAMP,
    ListOf,
    String,
    Struct,
    Type,
)

ERROR = "error"
_SCALARS = {
    BOOL: cel.Type.BOOL,
    INT: cel.Type.INT,
    DOUBLE: cel.Type.DOUBLE,
    STRING: cel.Type.STRING,
    TIMESTAMP: cel.Type.TIMESTAMP,
}


def declared(kind: Type) -> Any:
    match kind:
        case Struct():
            return cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
        case ListOf(element=element):
            return cel.Type.List(declared(element))
        case String():
            return cel.Type.STRING
        case _:
            return _SCALARS[kind]


class Reference:
    """The reference over the facts of one environment; groups are maps, as JSON gives them."""

    def __init__(self, environment: dict[str, Type]) -> None:
        self._groups: dict[str, Any] = {
            n: {} for n, kind in environment.items() if isinstance(kind, Struct)
        }
        self._env = cel.NewEnv(
            variables={name: declared(kind) for name, kind in environment.items()},
            extensions=[ext_strings.ExtStrings()],
        )

    def compile(self, text: str) -> Any:
        return self._env.compile(text)

    def answer(self, expression: Any, facts: dict[str, Any]) -> object:
        """The value, or ``ERROR`` (which is what an absent key gives)."""
        data = self._groups | {name: _sent(value, 0) for name, value in facts.items()}
        result = expression.eval(data=data)
        return ERROR if str(result.type()) == "ERROR" else result.plain_value()


def _sent(value: Any, depth: int) -> Any:
    match value:
        case dict():
            return {key: _sent(inner, depth + 1) for key, inner in value.items()}
        case list():
            return [_sent(inner, depth) for inner in value]
        case Decimal():
            return float(value)
        case datetime() if depth:
            # The reference takes no datetime inside a map, so there it travels as text.
            return value.isoformat().replace("+00:00", "Z")
        case _:
            return value
