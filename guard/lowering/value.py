"""Pieces of SQL, with what is known of them before any row is read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, TypeAlias

from guard.condition.step import UNKNOWN


class _Open(Enum):
    """The one mark of a value that differs from row to row."""

    OPEN = "open"


OPEN: Final = _Open.OPEN


@dataclass(frozen=True, slots=True)
class Value:
    """An SQL expression: NULL where the value is unknown.

    ``level`` is the stage at which it can be computed (:mod:`guard.lowering.stage`). ``bound``:
    the variables of quantifiers that it mentions, so that no stage can hold it. ``certain``:
    it is never NULL. ``fixed`` is its Python value where that is the same for every row,
    ``UNKNOWN`` included.
    """

    sql: str
    level: int = 0
    bound: frozenset[int] = frozenset()
    certain: bool = False
    fixed: object = OPEN

    @property
    def unknown(self) -> bool:
        """Whether it is unknown in every row."""
        return self.fixed is UNKNOWN


def made(sql: str, parts: Iterable[Value], *, certain: bool = False) -> Value:
    """Give ``sql``, which was written out of ``parts``."""
    level, bound = 0, frozenset[int]()
    for part in parts:
        level, bound = max(level, part.level), bound | part.bound
    return Value(sql, level, bound, certain)


def strict(sql: str, parts: Iterable[Value]) -> Value:
    """Give ``sql``, NULL exactly where one of ``parts`` is."""
    known = tuple(parts)
    return replace(made(sql, known), certain=all(part.certain for part in known))


def closed(value: Value, slot: int) -> Value:
    """``value``, in which the variable ``slot`` now has its list."""
    return replace(value, bound=value.bound - {slot})


PathText: TypeAlias = tuple[str | Value, ...]
"""The path of a fact in pieces; positions in lists are SQL. Empty: the value is no fact."""


def static(path: PathText) -> str | None:
    """The path as one text, or ``None`` if it differs from row to row."""
    pieces = [piece for piece in path if isinstance(piece, str)]
    return "".join(pieces) if len(pieces) == len(path) else None
