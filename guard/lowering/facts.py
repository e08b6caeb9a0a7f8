"""Where the facts that a condition names come from: columns, constants, items of lists."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from guard.condition.step import UNKNOWN
from guard.condition.tree import FACTS, Node, Path
from guard.condition.types import Double, Int, ListOf, Struct, Type
from guard.lowering.columns import Columns, Found, inside
from guard.lowering.dialect import Dialect
from guard.lowering.naming import Paths
from guard.lowering.shape import Items, Plain, Shape, exact
from guard.lowering.stage import Stages
from guard.lowering.value import OPEN, PathText, Value, strict


@dataclass(frozen=True, slots=True)
class Item:
    """The item that a variable stands for. ``path`` is its own, ``holder`` that of its list."""

    found: Found
    path: PathText
    holder: PathText


@dataclass(frozen=True, slots=True)
class Absent:
    """The item of a list that is unknown; ``missing`` is what is missing of the list."""

    missing: Paths | None = None


class Facts:
    """The facts of one table, with what is the same for every row."""

    def __init__(
        self, dialect: Dialect, columns: Columns, stages: Stages, constants: Mapping[str, object]
    ) -> None:
        """``constants`` are nested facts; they hold where the table has no column."""
        self.dialect = dialect
        self.stages = stages
        self.bound: dict[int, Item | Absent] = {}
        self._known: dict[int, tuple[Node, Value]] = {}
        self._columns = columns
        self._constants = constants

    @contextmanager
    def binding(self, slot: int, item: Item | Absent) -> Iterator[None]:
        """Let the variable ``slot`` stand for ``item``."""
        self.bound[slot] = item
        yield
        del self.bound[slot]

    def find(self, node: Path) -> Found | None:
        """Where the fact of ``node`` lies; ``None`` if it is unknown in every row."""
        if node.slot != FACTS:
            item = self.bound[node.slot]
            if isinstance(item, Absent):
                return None
            start, names = item.found, node.names[1:]
            if start.value.fixed is not OPEN:
                return self._constant(start.value.fixed, names, node.type)
            return inside(self.dialect, start, names)
        found = self._columns.find(node.names)
        if found is None:
            return self._constant(self._constants, node.names, node.type)
        return replace(found, value=self.stages.hoisted(found.value))

    def path(self, node: Path) -> PathText:
        """What the fact of ``node`` is called where it is missing."""
        if node.slot == FACTS:
            return (node.text,)
        item = self.bound[node.slot]
        if isinstance(item, Absent) or not item.path:
            return ()
        # A list with an empty entry is itself not fully known: there is no fact to ask for below.
        below = "".join(f".{name}" for name in node.names[1:])
        return (*item.path, below) if below else item.path

    def exact(self, node: Path) -> Value:
        """The fact of ``node`` as conditions calculate with it."""
        found = self.find(node)
        if found is None:
            return self.unknown(node.type)
        return self.converted(found, node.type)

    def converted(self, found: Found, kind: Type) -> Value:
        """A fact in the shape that conditions calculate with; lists of groups stay as they are."""
        if found.value.fixed is not OPEN:
            return found.value
        sql = self._converted(found.value.sql, kind, found.shape)
        return self.stages.hoisted(replace(found.value, sql=sql))

    def _converted(self, sql: str, kind: Type, shape: Shape) -> str:  # noqa: PLR0911 (one a kind)
        match kind, shape:
            case ListOf(element=Struct()) | Struct(), _:
                return sql
            case ListOf(element=element), Items(element=inner):
                if inner == exact(element):
                    return sql
                return self.dialect.transform(sql, "e0", self._converted("e0", element, inner))
            case Double(), Plain() if shape is not Plain.EXACT:
                return self.dialect.exact(sql)
            case Int(), Plain.INT:
                return self.dialect.whole(sql)
            case _, Plain.DATE | Plain.TIME | Plain.INSTANT:
                return self.dialect.microseconds(sql, shape)
            case _:
                return sql

    def unknown(self, kind: Type) -> Value:
        """A value that is unknown in every row."""
        null = "NULL" if _grouped(kind) else self.dialect.null(kind)
        return Value(null, fixed=UNKNOWN)

    # -- constants --------------------------------------------------------------------------

    def _constant(self, start: Any, names: Sequence[str], kind: Type) -> Found | None:
        for name in names:
            start = start.get(name)
            if start is None:
                return None
        return self.constant(start, kind)

    def constant(self, value: Any, kind: Type) -> Found:
        """A value that is the same for every row, of type ``kind``."""
        if _grouped(kind):
            # Never written as SQL: its parts are.
            return Found(Value("NULL", certain=True, fixed=value), exact(kind))
        if isinstance(kind, ListOf):
            items = [self.constant(item, kind.element).value for item in value]
            return Found(self.written(items, kind), exact(kind))
        if isinstance(kind, Double):
            value = Decimal(value)
        return Found(Value(self.dialect.literal(value), certain=True, fixed=value), exact(kind))

    def written(self, items: Sequence[Value], kind: ListOf) -> Value:
        """A list written out: unknown as a whole if any of its items is."""
        sql = f"CAST({self.dialect.array([i.sql for i in items])} AS {self.dialect.type(kind)})"
        if all(item.fixed not in (OPEN, UNKNOWN) for item in items):
            return Value(sql, certain=True, fixed=[item.fixed for item in items])
        if any(item.unknown for item in items):
            return self.unknown(kind)
        absent = " OR ".join(f"{item.sql} IS NULL" for item in items if not item.certain)
        if absent:
            sql = f"CASE WHEN NOT ({absent}) THEN {sql} END"
        return strict(sql, items)


def _grouped(kind: Type) -> bool:
    return isinstance(kind, Struct) or (isinstance(kind, ListOf) and _grouped(kind.element))
