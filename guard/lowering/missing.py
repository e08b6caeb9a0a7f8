"""The facts that an undecided condition waits for, as SQL: exactly those the evaluator names."""

from collections.abc import Sequence

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
    children,
)
from guard.lowering.facts import Absent
from guard.lowering.naming import Naming
from guard.lowering.value import Value, made
from guard.lowering.values import Listed, Values


def calculates(node: Node) -> bool:
    """Whether a calculation in ``node`` could leave its range."""
    match node:
        case Binary(operator="+" | "-") | Unary(operator="-") | Call(function="days"):
            return True
        case _:
            return any(map(calculates, children(node)))


class Missing:
    """Writes, for parts of conditions, the set of facts missing; empty where the part is known.

    ``None`` stands for a set that is empty in every row.
    """

    def __init__(self, values: Values, naming: Naming) -> None:
        """``values`` lowers the same conditions; ``naming`` says how sets are written."""
        self._values = values
        self._naming = naming

    def of(self, node: Node) -> Value | None:  # noqa: PLR0911 (one line a kind of node)
        """The facts missing for ``node``."""
        match node:
            case Literal():
                return None
            case Path():
                return self._path(node)
            case Has():
                return self._has(node)
            case Use(body=body):
                return self.of(body)
            case Junction(operands=operands):
                united = self.united([self.of(operand) for operand in operands])
                return self._where_unknown(node, united)
            case Conditional():
                return self._conditional(node)
            case Quantifier():
                return self._quantifier(node)
            case Binary(operator="in"):
                return self.united([self._strict(children(node)), self._empty_entries(node)])
            case ListLiteral() | Unary() | Binary() | Call():
                return self._strict(children(node))

    def united(self, sets: Sequence[Value | None]) -> Value | None:
        """All that is in any of ``sets``."""
        some = [one for one in sets if one is not None]
        return self._naming.united(some) if some else None

    def none(self, value: Value, missing: Value | None) -> str:
        """Whether a value is unknown with nothing to ask for: a calculation left its range."""
        empty = f" AND {self._naming.none(missing)}" if missing is not None else ""
        return f"({value.sql} IS NULL{empty})"

    def _when(self, condition: str, parts: Sequence[Value], missing: Value | None) -> Value | None:
        if missing is None:
            return None
        sql = f"CASE WHEN {condition} THEN {missing.sql} ELSE {self._naming.nothing} END"
        return made(sql, (*parts, missing), certain=True)

    def _where_unknown(self, node: Node, missing: Value | None) -> Value | None:
        value = self._values.value(node)
        if value.certain or missing is None:
            return None
        if value.unknown:
            return missing
        value = self._values.stages.hoisted(value)
        return self._when(f"{value.sql} IS NULL", (value,), missing)

    def _path(self, node: Path) -> Value | None:
        item = self._values.bound.get(node.slot)
        if isinstance(item, Absent):
            return item.missing
        path = self._values.path(node)
        if item is not None and len(node.names) == 1:
            path = item.holder  # an empty entry: the list is what is not fully known
        return self._where_unknown(node, self._naming.one(path)) if path else None

    def _has(self, node: Has) -> Value | None:
        path = node.path
        item = self._values.bound.get(path.slot) if isinstance(path, Path) else None
        return item.missing if isinstance(item, Absent) else None

    def _strict(self, parts: Sequence[Node]) -> Value | None:
        """Of all parts; of none where one is beyond help, because it left its range."""
        sets = [self.of(part) for part in parts]
        united = self.united(sets)
        lost = [
            (value, self.none(value, missing), missing)
            for part, missing in zip(parts, sets, strict=True)
            if calculates(part) and not (value := self._values.value(part)).certain
        ]
        if not lost or united is None:
            return united
        spoken = [part for value, _, missing in lost for part in (value, missing) if part]
        return self._when(f"NOT ({' OR '.join(sql for _, sql, _ in lost)})", spoken, united)

    def _empty_entries(self, node: Binary) -> Value | None:
        """An item that is not found could be an empty entry of the list."""
        path = self._values.path_of(node.right)
        value = self._values.stages.hoisted(self._values.value(node))
        sides = [self._values.value(node.left), self._values.value(node.right)]
        if not path or value.unknown or value.certain or sides[1].certain:
            return None
        known = "".join(f" AND {side.sql} IS NOT NULL" for side in sides)
        one = self._naming.one(path)
        return self._when(f"{value.sql} IS NULL{known}", (value, *sides), one)

    def _conditional(self, node: Conditional) -> Value | None:
        condition = self._values.stages.hoisted(self._values.value(node.condition))
        asked, then, otherwise = (self.of(part) for part in children(node))
        if isinstance(condition.fixed, bool):
            return then if condition.fixed else otherwise
        every = self.united((asked, then, otherwise))
        if every is None:
            return None
        nothing = self._naming.nothing
        lost = self.none(condition, asked) if calculates(node.condition) else "FALSE"
        sides = [nothing if side is None else side.sql for side in (then, otherwise)]
        sql = (
            f"CASE WHEN {condition.sql} THEN {sides[0]} WHEN NOT {condition.sql} THEN {sides[1]}"
            f" WHEN {lost} THEN {nothing} ELSE {every.sql} END"
        )
        return made(sql, (condition, every), certain=True)

    # -- lists ------------------------------------------------------------------------------

    def _quantifier(self, node: Quantifier) -> Value | None:
        listed = self._values.listed(node.items)
        unknown = self._over_unknown_list(node)
        if listed is None:
            return unknown
        items = listed.found.value
        inside = self._inside(node, listed)
        if items.certain:
            missing = inside
        else:
            sides = [self._naming.nothing if s is None else s.sql for s in (unknown, inside)]
            sql = f"CASE WHEN {items.sql} IS NULL THEN {sides[0]} ELSE {sides[1]} END"
            missing = made(sql, [part for part in (items, unknown, inside) if part], certain=True)
        return missing if node.kind == "exists_one" else self._where_unknown(node, missing)

    def _over_unknown_list(self, node: Quantifier) -> Value | None:
        """The list, and what its items would be tested against."""
        items = self.of(node.items)
        if items is None:
            return None
        with self._values.binding(node.slot, Absent(items)):
            body = self.of(node.body)
        every = self.united((items, body))
        if calculates(node.items):
            return self._when(f"NOT {self._naming.none(items)}", (items,), every)
        return every

    def _inside(self, node: Quantifier, listed: Listed) -> Value | None:
        """Of the items of a list that is known."""
        fixed = listed.found.value.fixed
        if isinstance(fixed, list):
            return self._of_each(node, listed, fixed)
        item, items = self._values.items(listed, node.slot)
        with self._values.binding(node.slot, item):
            body = self.of(node.body)
            value = self._values.value(node.body)
        if body is None:
            return None
        folded = self._naming.folded(self._values.mapped(items, node.slot, body))
        if node.kind == "exists_one" and calculates(node.body):
            lost = made(self.none(value, body), (value, body))
            some = self._values.some(self._values.mapped(items, node.slot, lost))
            return self._when(f"NOT {some.sql}", (some,), folded)
        return folded

    def _of_each(self, node: Quantifier, listed: Listed, fixed: list[object]) -> Value | None:
        sets, lost = [], []
        for item in self._values.each(listed, fixed):
            with self._values.binding(node.slot, item):
                value, missing = self._values.value(node.body), self.of(node.body)
            sets.append(missing)
            if not value.certain:
                lost.append(made(self.none(value, missing), [p for p in (value, missing) if p]))
        united = self.united(sets)
        if node.kind == "exists_one" and lost and calculates(node.body):
            return self._when(f"NOT ({' OR '.join(v.sql for v in lost)})", lost, united)
        return united
