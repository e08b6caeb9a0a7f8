"""The value of each part of a condition as SQL: exactly the evaluator's, NULL for unknown."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from guard.condition.limits import CALCULATED_SECONDS, DURATION_SECONDS
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
from guard.condition.types import BOOL, DOUBLE, Double, Duration, Int, ListOf, String, Type
from guard.errors import Fault, GuardError
from guard.lowering.facts import Absent
from guard.lowering.lists import Lists
from guard.lowering.shape import Group, exact
from guard.lowering.value import OPEN, Value, made, strict

_DAY: Final = 86_400_000_000
_MOMENTS: Final = (-62_135_596_800_000_000, 253_402_300_799_999_999)
"""The first and the last microsecond of the years 1 to 9999."""
_SPANS: Final = (-CALCULATED_SECONDS * 1_000_000, CALCULATED_SECONDS * 1_000_000)
_MOST_DAYS: Final = DURATION_SECONDS // 86_400
_COMPARED: Final[Mapping[str, str]] = {"==": "=", "!=": "<>"}


class Values(Lists):
    """Lowers the parts of conditions over one table, with the constants of one policy."""

    def value(self, node: Node) -> Value:
        """The value of ``node``."""
        if self.bound:
            return self._value(node)
        # What no variable is in stays the same, and is asked for again at every level above.
        if id(node) not in self._known:
            self._known[id(node)] = (node, self._value(node))
        return self._known[id(node)][1]

    def _value(self, node: Node) -> Value:  # noqa: C901, PLR0911, PLR0912 (one line a kind)
        match node:
            case Literal(value=value):
                return Value(self.dialect.literal(value), certain=True, fixed=value)
            case Path():
                return self.exact(node)
            case Has(path=path):
                return self._has(path)
            case ListLiteral():
                return self._list(node)
            case Unary(operator="!", operand=operand):
                return self.negated(self.value(operand))
            case Unary(operand=operand):
                return self._calculated(node.type, self._negative, self.value(operand))
            case Junction():
                return self._junction(node)
            case Binary(operator="in"):
                return self._membership(node)
            case Binary():
                return self._binary(node)
            case Conditional():
                return self._conditional(node)
            case Call():
                return self._call(node)
            case Quantifier():
                return self.quantifier(node)
            case Use(body=body):
                return self.stages.hoisted(self.value(body))

    def _applied(self, kind: Type, write: Callable[..., str], *parts: Value) -> Value:
        """A function of known values, unknown where one of ``parts`` is."""
        if any(part.unknown for part in parts):
            return self.unknown(kind)
        return strict(write(*(part.sql for part in parts)), parts)

    def _calculated(self, kind: Type, write: Callable[..., str], *parts: Value) -> Value:
        """The same for a calculation, which is unknown where it leaves its range, too."""
        return replace(self._applied(kind, write, *parts), certain=False)

    # -- parts ------------------------------------------------------------------------------

    def _has(self, path: Node) -> Value:
        if not isinstance(path, Path):
            raise TypeError(f"has takes a path, not {path!r}")
        found = self.find(path)
        if found is None:
            item = self.bound.get(path.slot)
            return self.unknown(BOOL) if isinstance(item, Absent) else self.settled(False)
        if found.value.fixed is not OPEN:
            return self.settled(True)
        return made(f"({found.value.sql} IS NOT NULL)", (found.value,), certain=True)

    def _list(self, node: ListLiteral) -> Value:
        if not isinstance(node.type, ListOf):
            raise TypeError(f"a list has no type {node.type}")
        if isinstance(exact(node.type.element), Group):
            raise _not_over_tables("a list of groups written out")
        return self.written([self.value(item) for item in node.items], node.type)

    def _junction(self, node: Junction) -> Value:
        values = [self.value(operand) for operand in node.operands]
        return self.joined(node.operator, values)

    def _binary(self, node: Binary) -> Value:
        left, right = self._alike(node.left, node.right)
        if node.operator in {"+", "-"}:
            return self._calculated(node.type, self._calculation(node), left, right)
        sign = _COMPARED.get(node.operator, node.operator)
        return self._applied(BOOL, lambda a, b: f"({a} {sign} {b})", left, right)

    def _alike(self, left: Node, right: Node) -> tuple[Value, Value]:
        """Two values of one type: a whole number beside one with decimals becomes like it."""
        values = self.value(left), self.value(right)
        if {type(left.type), type(right.type)} != {Int, Double}:
            return values
        first, second = (self._with_decimals(value) for value in values)
        return first, second

    def _with_decimals(self, value: Value) -> Value:
        return self._applied(DOUBLE, self.dialect.exact, value)

    def _calculation(self, node: Binary) -> Callable[[str, str], str]:
        if isinstance(node.type, Int):
            return lambda a, b: self.dialect.calculated(node.operator, a, b)
        low, high = _SPANS if isinstance(node.type, Duration) else _MOMENTS
        return lambda a, b: _within(f"({a} {node.operator} {b})", low, high)

    def _negative(self, number: str) -> str:
        return self.dialect.calculated("-", "0", number)

    def _membership(self, node: Binary) -> Value:
        item, items = self.value(node.left), self.value(node.right)
        kind = node.right.type
        if isinstance(node.left.type, Int) and kind == ListOf(DOUBLE):
            item = self._with_decimals(item)
        if isinstance(node.left.type, Double) and kind == ListOf(Int()):
            write = self.dialect.exact("e0")
            items = self._applied(kind, lambda i: self.dialect.transform(i, "e0", write), items)
        if item.unknown or items.unknown:
            return self.unknown(BOOL)
        if items.fixed == []:
            return made(f"CASE WHEN {item.sql} IS NOT NULL THEN FALSE END", (item,))
        if isinstance(items.fixed, list) and item.fixed is OPEN:
            words = self._literals(items.fixed)
            one = self.dialect.among(item.sql, words) if item.bound else ""
            return strict(one or f"({item.sql} IN ({', '.join(words)}))", (item,))
        return self._inside(self.stages.hoisted(item), self.stages.hoisted(items))

    def _literals(self, values: list[object]) -> list[str]:
        return [self.dialect.literal(value) for value in values]  # type: ignore[arg-type]

    def _inside(self, item: Value, items: Value) -> Value:
        """Empty entries of the list could be the item, unless it is found elsewhere."""
        sql = (
            f"CASE WHEN {item.sql} IS NULL OR {items.sql} IS NULL THEN NULL"
            f" WHEN {self.dialect.contains(items.sql, item.sql)} THEN TRUE"
            f" WHEN {self.dialect.has_empty(items.sql)} THEN NULL ELSE FALSE END"
        )
        return made(sql, (item, items))

    def _conditional(self, node: Conditional) -> Value:
        if isinstance(node.type, ListOf) and isinstance(exact(node.type.element), Group):
            raise _not_over_tables("a choice between lists of groups")
        condition = self.stages.hoisted(self.value(node.condition))
        then, otherwise = self.value(node.then), self.value(node.otherwise)
        if condition.unknown:
            return self.unknown(node.type)
        if isinstance(condition.fixed, bool):
            return then if condition.fixed else otherwise
        sql = f"CASE WHEN {condition.sql} THEN {then.sql} WHEN NOT {condition.sql}"
        return strict(f"{sql} THEN {otherwise.sql} END", (condition, then, otherwise))

    def _call(self, node: Call) -> Value:
        first = node.arguments[0]
        if node.function == "size":
            return self._size(first)
        values = [self.value(argument) for argument in node.arguments]
        write: dict[str, Callable[..., str]] = {
            "startsWith": self.dialect.starts,
            "endsWith": self.dialect.ends,
            "contains": self.dialect.includes,
            "lowerAscii": self.dialect.lower,
            "days": lambda n: (
                f"CASE WHEN {n} BETWEEN -{_MOST_DAYS} AND {_MOST_DAYS} THEN {n} * {_DAY} END"
            ),
        }
        apply = self._calculated if node.function == "days" else self._applied
        return apply(node.type, write[node.function], *values)

    def _size(self, counted: Node) -> Value:
        if isinstance(counted.type, String):
            return self._applied(Int(), self._length, self.value(counted))
        value = self.listed(counted)
        if value is None:
            return self.unknown(Int())
        fixed = value.found.value.fixed
        if isinstance(fixed, list):
            return Value(self.dialect.literal(len(fixed)), certain=True, fixed=len(fixed))
        return self._applied(Int(), self._count, value.found.value)

    def _length(self, text: str) -> str:
        return f"CAST({self.dialect.length(text)} AS BIGINT)"

    def _count(self, items: str) -> str:
        return f"CAST({self.dialect.count(items)} AS BIGINT)"


def _within(value: str, low: int, high: int) -> str:
    return f"CASE WHEN {value} BETWEEN {low} AND {high} THEN {value} END"


def _not_over_tables(what: str) -> GuardError:
    return GuardError(
        Fault(
            f"{what} cannot be read over a table", "ask about each list in a condition of its own"
        )
    )
