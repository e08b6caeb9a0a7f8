"""Plain values, as people write them, held against the types of conditions."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from guard.border.text import plain
from guard.condition.types import Bool, Double, Int, ListOf, String, Struct, Timestamp, Type

_WRITE: Mapping[type, str] = {
    Bool: "true or false",
    Int: "a whole number",
    Double: "a number",
    String: "text in quotation marks",
    Timestamp: "a date, such as 2026-11-22",
    ListOf: "a list in square brackets",
    Struct: "a group of facts",
}


def typed(value: Any, kind: Type, path: str) -> object:
    """``value`` as conditions read it: dates are midnight UTC, all numbers of a Double Decimal.

    Args:
        value: a value of TOML or JSON.
        kind: the type it must have.
        path: the fact's dotted path, for messages.

    Raises:
        ValueError: with two arguments, what is wrong and the next step.
    """
    match kind, value:
        case Struct(), dict():
            return {
                key: typed(item, type_at(kind, key), f"{path}.{key}") for key, item in value.items()
            }
        case ListOf(), list():
            return [typed(item, kind.element, f"{path}[]") for item in value]
        case Timestamp(), dt.date() if not isinstance(value, dt.datetime):
            return dt.datetime.combine(value, dt.time(tzinfo=dt.UTC))
        case String(values=words), str():
            return _among(value, words, path)
        case (Bool(), bool()) | (Double(), Decimal()):
            return value
        case (Int() | Double(), int()) if not isinstance(value, bool):
            return Decimal(value) if isinstance(kind, Double) else value
        case _:
            said = "true" if value is True else "false" if value is False else str(value)
            given = f'"{plain(said, 80)}"' if isinstance(value, str) else plain(said, 80)
            raise ValueError(f"{path} cannot be {given}", f"write {_WRITE[type(kind)]}")


def _among(value: str, words: tuple[str, ...] | None, path: str) -> str:
    if words is None or value in words:
        return value
    near = get_close_matches(value, words, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    raise ValueError(f'{path} is "{plain(value, 80)}"', f"{hint}use one of {', '.join(words)}")


def type_at(root: Type, dotted: str) -> Type:
    """The type of the fact at a dotted path below ``root``; otherwise as :func:`typed`."""
    kind = root
    for part in dotted.split("."):
        fields = kind.fields if isinstance(kind, Struct) else {}
        if part not in fields:
            group = dotted.removesuffix(part) if dotted.endswith(f".{part}") else ""
            nearest = _nearest(part, fields, group)
            raise ValueError(f'there is no fact "{plain(dotted, 80)}"', nearest)
        kind = fields[part]
    return kind


def _nearest(part: str, fields: Mapping[str, Type], group: str) -> str:
    near = get_close_matches(part, fields, n=1)
    if near:
        return f"did you mean {group}{near[0]}?"
    return f"use one of {', '.join(fields)}" if fields else "take it out"
