"""From a tree back to text: standard CEL, or the shorter text shown to people."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from guard.condition import values
from guard.condition.tree import (
    Binary,
    Call,
    Conditional,
    Has,
    Junction,
    ListLiteral,
    Literal,
    Node,
    Path,
    Quantifier,
    Unary,
    Use,
)

_CONDITIONAL, _OR, _AND, _RELATION, _SUM, _UNARY, _POSTFIX = range(7)
_DAY: Final = timedelta(days=1)


def unparse(node: Node, *, shown: bool = False) -> str:
    """Write ``node`` as CEL that any CEL implementation reads.

    ``days(30)`` becomes ``duration("720h")`` and definitions are written out in full; with
    ``shown``, for people, both stay as they were written.
    """
    return _write(node, shown)[0]


def _write(node: Node, shown: bool) -> tuple[str, int]:  # noqa: PLR0911 (one line a kind of node)
    match node:
        case Literal(value=value):
            return _literal(value, shown)
        case Path(names=names):
            return ".".join(names), _POSTFIX
        case ListLiteral(items=items):
            return f"[{_commas(items, shown)}]", _POSTFIX
        case Has(path=path):
            return f"has({_at(path, _POSTFIX, shown)})", _POSTFIX
        case Unary(operator=operator, operand=operand):
            return operator + _at(operand, _POSTFIX, shown), _UNARY
        case Junction() | Binary() | Conditional():
            return _operation(node, shown)
        case Call() | Quantifier() | Use():
            return _call(node, shown)


def _operation(node: Junction | Binary | Conditional, shown: bool) -> tuple[str, int]:
    match node:
        case Junction(operator=operator, operands=operands):
            level = _AND if operator == "&&" else _OR
            parts = (_at(operand, level + 1, shown) for operand in operands)
            return f" {operator} ".join(parts), level
        case Binary(operator=operator, left=left, right=right):
            level = _SUM if operator in {"+", "-"} else _RELATION
            return f"{_at(left, level, shown)} {operator} {_at(right, level + 1, shown)}", level
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            head = f"{_at(condition, _OR, shown)} ? {_at(then, _OR, shown)}"
            return f"{head} : {_at(otherwise, _CONDITIONAL, shown)}", _CONDITIONAL


def _call(node: Call | Quantifier | Use, shown: bool) -> tuple[str, int]:
    match node:
        case Call(function="days", arguments=(amount,)) if not shown:
            return f'duration(string({_at(amount, _UNARY, shown)} * 24) + "h")', _POSTFIX
        case Call(function=function, arguments=(target, *rest), member=True):
            return f"{_at(target, _POSTFIX, shown)}.{function}({_commas(rest, shown)})", _POSTFIX
        case Call(function=function, arguments=arguments):
            return f"{function}({_commas(arguments, shown)})", _POSTFIX
        case Quantifier(kind=kind, items=items, variable=variable, body=body):
            inside = f"{variable}, {_at(body, _CONDITIONAL, shown)}"
            return f"{_at(items, _POSTFIX, shown)}.{kind}({inside})", _POSTFIX
        case Use(name=name, arguments=arguments, body=body):
            if shown:
                return f"{name}({_commas(arguments, shown)})", _POSTFIX
            return _write(body, shown)


def _at(node: Node, level: int, shown: bool) -> str:
    text, own = _write(node, shown)
    return text if own >= level else f"({text})"


def _commas(nodes: tuple[Node, ...] | list[Node], shown: bool) -> str:
    return ", ".join(_at(node, _CONDITIONAL, shown) for node in nodes)


def _literal(value: object, shown: bool) -> tuple[str, int]:
    match value:
        case bool():
            return ("true" if value else "false"), _POSTFIX
        case str():
            return values.write_string(value), _POSTFIX
        case datetime():
            return f'timestamp("{values.write_timestamp(value)}")', _POSTFIX
        case timedelta():
            if shown and not value % _DAY:
                return f"days({value // _DAY})", _POSTFIX
            return f'duration("{values.write_duration(value)}")', _POSTFIX
        case _:
            text = str(value)
            if isinstance(value, Decimal) and not {".", "E"} & set(text):
                text += ".0"
            return text, _UNARY if text.startswith("-") else _POSTFIX
