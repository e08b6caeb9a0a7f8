"""How a table holds facts: the shapes of its columns, whatever engine reads it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from guard.condition.types import (
    Bool,
    Double,
    Duration,
    Int,
    ListOf,
    String,
    Struct,
    Timestamp,
    Type,
    Undetermined,
)


class Plain(StrEnum):
    """What one cell holds."""

    BOOL = "true or false"
    BIGINT = "whole numbers of 64 bits"
    INT = "whole numbers"
    NUMBER = "numbers with decimals"
    EXACT = "numbers with twelve decimals"
    TEXT = "text"
    DATE = "dates"
    TIME = "times without a zone"
    INSTANT = "times with a zone"
    MICROSECONDS = "microseconds"
    OTHER = "something that is no fact"


@dataclass(frozen=True, slots=True)
class Items:
    """A list in a cell."""

    element: "Shape"


@dataclass(frozen=True, slots=True)
class Group:
    """Named parts in a cell."""

    fields: Mapping[str, "Shape"]


Shape: TypeAlias = Plain | Items | Group

FITTING: Mapping[type[Type], frozenset[Plain]] = {
    Bool: frozenset((Plain.BOOL,)),
    Int: frozenset((Plain.BIGINT, Plain.INT)),
    Double: frozenset((Plain.BIGINT, Plain.INT, Plain.NUMBER, Plain.EXACT)),
    String: frozenset((Plain.TEXT,)),
    Timestamp: frozenset((Plain.DATE, Plain.TIME, Plain.INSTANT, Plain.MICROSECONDS)),
    Duration: frozenset((Plain.MICROSECONDS,)),
}
"""What a cell may hold for each type of fact."""


def exact(kind: Type) -> Shape:  # noqa: PLR0911 (one a type)
    """The shape that conditions calculate with."""
    match kind:
        case Bool():
            return Plain.BOOL
        case Int():
            return Plain.BIGINT
        case Double():
            return Plain.EXACT
        case String() | Undetermined():
            return Plain.TEXT
        case Timestamp() | Duration():
            return Plain.MICROSECONDS
        case ListOf(element=element):
            return Items(exact(element))
        case Struct(fields=fields):
            return Group({name: exact(field) for name, field in fields.items()})


def unfit(kind: Type, shape: Shape, path: str) -> Iterator[tuple[str, str]]:
    """Each path at which ``shape`` cannot hold a fact of ``kind``, with what it holds instead."""
    match kind, shape:
        case ListOf(element=element), Items(element=inner):
            yield from unfit(element, inner, f"{path}[]")
        case Struct(fields=fields), Group(fields=given):
            for name, inner in given.items():
                if name in fields:
                    yield from unfit(fields[name], inner, f"{path}.{name}")
        case _, Plain() if shape in FITTING.get(type(kind), ()):
            return
        case _:
            yield path, described(shape)


def described(shape: Shape) -> str:
    """What a column of ``shape`` holds, in words."""
    match shape:
        case Items():
            return "a list"
        case Group():
            return "a group"
        case Plain():
            return shape.value
