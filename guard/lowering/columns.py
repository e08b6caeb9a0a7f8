"""Which column of a table holds which fact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guard.border.text import plain
from guard.condition.types import Struct, Type
from guard.errors import Fault, refuse_if
from guard.lowering.dialect import Dialect
from guard.lowering.shape import Group, Shape, unfit
from guard.lowering.value import Value


@dataclass(frozen=True, slots=True)
class Found:
    """A fact as it lies in the table, or a value that is the same for every row."""

    value: Value
    shape: Shape


class Columns:
    """The columns of one table: nested (``data.personal`` in a group) or named by their path."""

    def __init__(self, dialect: Dialect, shapes: Mapping[str, Shape]) -> None:
        """Take the columns by name, each with what it holds."""
        self._dialect = dialect
        self._shapes = shapes

    def find(self, names: tuple[str, ...]) -> Found | None:
        """The fact at the path ``names``, read from the table; ``None`` if no column holds it."""
        for length in range(len(names), 0, -1):
            column = ".".join(names[:length])
            if column in self._shapes:
                start = Found(Value(self._dialect.identifier(column)), self._shapes[column])
                return inside(self._dialect, start, names[length:])
        return self._spread(".".join(names))

    def _spread(self, path: str) -> Found | None:
        """A group whose facts are columns of their own is there if any of them is."""
        inner = [name for name in self._shapes if name.startswith(f"{path}.")]
        if not inner:
            return None
        known = " OR ".join(f"{self._dialect.identifier(name)} IS NOT NULL" for name in inner)
        return Found(Value(f"CASE WHEN {known} THEN TRUE END"), Group({}))

    def refuse_unfit(self, environment: Mapping[str, Type]) -> None:
        """Refuse columns whose name is a fact's and that hold something else.

        Raises:
            GuardError: every such column, with what it holds and what the fact is.
        """
        faults = []
        for name, shape in self._shapes.items():
            kind = type_at(name, environment)
            if kind is not None:
                faults += [
                    Fault(
                        f"the column {plain(path, 80)} holds {holds}, which this fact is not",
                        f"give {plain(name, 80)} as {kind}, or leave the column out",
                    )
                    for path, holds in unfit(kind, shape, name)
                ]
        refuse_if(faults)

    def strangers(self, environment: Mapping[str, Type]) -> Iterator[str]:
        """The columns, and parts of columns, that no rule can read: nothing of that name."""
        for name, shape in self._shapes.items():
            kind = type_at(name, environment)
            if kind is None:
                yield name
            elif isinstance(kind, Struct) and isinstance(shape, Group):
                yield from (f"{name}.{part}" for part in shape.fields if part not in kind.fields)


def inside(dialect: Dialect, start: Found, names: tuple[str, ...]) -> Found | None:
    """The part of a group at ``names``; ``None`` if the table has no such part."""
    value, shape = start.value, start.shape
    for name in names:
        if not isinstance(shape, Group) or name not in shape.fields:
            return None
        shape = shape.fields[name]
        value = Value(dialect.field(value.sql, name), value.level, value.bound)
    return Found(value, shape)


def type_at(path: str, environment: Mapping[str, Type]) -> Type | None:
    """The type of the fact at a dotted path; ``None`` if there is no such fact."""
    fields, kind = environment, None
    for name in path.split("."):
        kind = fields.get(name)
        fields = kind.fields if isinstance(kind, Struct) else {}
    return kind
