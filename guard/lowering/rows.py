"""Facts at hand as rows of a table: JSON lines, and the types that their columns have."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from guard.condition.types import ListOf, Struct, Timestamp, Type
from guard.facts import to_json
from guard.lowering.dialect import Dialect, digits

ROW = "row"
"""The column that tells a row: its number from 0."""


def column_types(environment: Mapping[str, Type], dialect: Dialect) -> dict[str, str]:
    """The columns that can hold all facts of ``environment``, each with its type in SQL.

    Types are declared and never guessed: a list that is empty in every row has one as well.
    """
    return {name: _type(kind, dialect) for name, kind in environment.items() if not _empty(kind)}


def _type(kind: Type, dialect: Dialect) -> str:
    match kind:
        case Timestamp():
            return "DATE"
        case ListOf(element=element):
            return dialect.list_type(_type(element, dialect))
        case Struct(fields=fields):
            return dialect.group_type(column_types(fields, dialect))
        case _:
            return dialect.type(kind)


def _empty(kind: Type) -> bool:
    """A group without facts, for which engines have no type."""
    return isinstance(kind, Struct) and not kind.fields


def lines(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Each row as a line of JSON, with its number.

    Raises:
        GuardError: a number has more digits than columns hold exactly.
    """
    for number, facts in enumerate(rows):
        yield json.dumps({ROW: number} | to_json(_exact(facts)), separators=(",", ":"))


def _exact(value: object) -> object:
    match value:
        case Mapping():
            return {name: _exact(each) for name, each in value.items()}
        case list():
            return [_exact(each) for each in value]
        case Decimal():
            return digits(value)
        case _:
            return value
