"""The facts that an undecided condition waits for, as SQL: exactly those the evaluator names."""

from collections.abc import Sequence
from dataclasses import replace

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
from guard.lowering.facts import Absent, Item
from guard.lowering.lists import Listed
from guard.lowering.naming import Naming, Paths
from guard.lowering.value import Value, made
from guard.lowering.values import Values


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

    def of(self, node: Node) -> Paths | None:  # noqa: PLR0911 (one line a kind of node)
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
                united = self._naming.united([self.of(operand) for operand in operands])
                return self._where_unknown(node, united)
            case Conditional():
                return self._conditional(node)
            case Quantifier():
                return self._quantifier(node)
            case Binary(operator="in"):
                parts = [self._strict(children(node)), self._empty_entries(node)]
                return self._naming.united(parts)
            case ListLiteral() | Unary() | Binary() | Call():
                return self._strict(children(node))

    def lost(self, value: Value, missing: Paths | None) -> Value:
        """Whether a value is unknown with nothing to ask for: a calculation left its range."""
        if missing is None:
            return made(f"({value.sql} IS NULL)", (value,), certain=True)
        sql = f"({value.sql} IS NULL AND {self._naming.none(missing)})"
        return made(sql, (value, *missing.parts), certain=True)

    def _where_unknown(self, node: Node, missing: Paths | None) -> Paths | None:
        value = self._values.value(node)
        if value.certain or missing is None:
            return None
        if value.unknown:
            return missing
        value = self._values.stages.hoisted(value)
        return self._naming.choice([(f"{value.sql} IS NULL", missing)], [value])

    def _path(self, node: Path) -> Paths | None:
        item = self._values.bound.get(node.slot)
        if isinstance(item, Absent):
            return item.missing
        path = self._values.path(node)
        if item is not None and len(node.names) == 1:
            path = item.holder  # an empty entry: the list is what is not fully known
        return self._where_unknown(node, self._naming.one(path)) if path else None

    def _has(self, node: Has) -> Paths | None:
        path = node.path
        item = self._values.bound.get(path.slot) if isinstance(path, Path) else None
        return item.missing if isinstance(item, Absent) else None

    def _strict(self, parts: Sequence[Node]) -> Paths | None:
        """Of all parts; of none where one is beyond help, because it left its range."""
        sets = [self.of(part) for part in parts]
        united = self._naming.united(sets)
        lost = [
            self.lost(value, missing)
            for part, missing in zip(parts, sets, strict=True)
            if calculates(part) and not (value := self._values.value(part)).certain
        ]
        return self._unless(lost, united)

    def _unless(self, lost: Sequence[Value], paths: Paths | None) -> Paths | None:
        if not lost or paths is None:
            return paths
        test = f"NOT ({' OR '.join(value.sql for value in lost)})"
        return self._naming.choice([(test, paths)], lost)

    def _empty_entries(self, node: Binary) -> Paths | None:
        """An item that is not found could be an empty entry of the list."""
        path = self._values.path_of(node.right)
        value = self._values.stages.hoisted(self._values.value(node))
        sides = [self._values.value(node.left), self._values.value(node.right)]
        if not path or value.unknown or value.certain or sides[1].certain:
            return None
        known = "".join(f" AND {side.sql} IS NOT NULL" for side in sides)
        one = self._naming.one(path)
        return self._naming.choice([(f"{value.sql} IS NULL{known}", one)], (value, *sides))

    def _conditional(self, node: Conditional) -> Paths | None:
        condition = self._values.stages.hoisted(self._values.value(node.condition))
        asked, then, otherwise = (self.of(part) for part in children(node))
        if isinstance(condition.fixed, bool):
            return then if condition.fixed else otherwise
        every = self._naming.united((asked, then, otherwise))
        spoken, branches = [condition], [(condition.sql, then), (f"NOT {condition.sql}", otherwise)]
        if calculates(node.condition):
            spoken.append(self.lost(condition, asked))
            branches.append((spoken[-1].sql, None))
        return self._naming.choice([*branches, (f"{condition.sql} IS NULL", every)], spoken)

    # -- lists ------------------------------------------------------------------------------

    def _quantifier(self, node: Quantifier) -> Paths | None:
        listed = self._values.listed(node.items)
        unknown = self._over_unknown_list(node)
        if listed is None:
            return unknown
        items = listed.found.value
        missing = self._inside(node, listed)
        if not items.certain:
            branches = [(f"{items.sql} IS NULL", unknown), (f"{items.sql} IS NOT NULL", missing)]
            missing = self._naming.choice(branches, [items])
        return missing if node.kind == "exists_one" else self._where_unknown(node, missing)

    def _over_unknown_list(self, node: Quantifier) -> Paths | None:
        """The list, and what its items would be tested against."""
        items = self.of(node.items)
        if items is None:
            return None
        with self._values.binding(node.slot, Absent(items)):
            every = self._naming.united((items, self.of(node.body)))
        if not calculates(node.items):
            return every
        return self._naming.choice([(f"NOT {self._naming.none(items)}", every)], items.parts)

    def _inside(self, node: Quantifier, listed: Listed) -> Paths | None:
        """Of the items of a list that is known."""
        if (fixed := self._values.each(listed)) is not None:
            return self._of_each(node, fixed)
        if self._values.sought(node, listed):
            # Undecided, it has an empty entry: the list is what is not fully known.
            return self._naming.one(listed.path) if listed.path else None
        item, items = self._values.item(listed, node.slot)
        with self._values.binding(node.slot, item):
            body, value = self.of(node.body), self._values.value(node.body)
        if body is None:
            return None
        folded = self._folded(items, node.slot, body)
        if node.kind != "exists_one" or not calculates(node.body):
            return folded
        lost = self._values.mapped(items, node.slot, self.lost(value, body))
        return self._unless([self._values.some(lost)], folded)

    def _folded(self, items: Value, slot: int, paths: Paths) -> Paths:
        """All that is in ``paths`` for any item of a list, the variable ``slot``."""
        paths = self._naming.placed(paths)
        dialect, bits, texts = self._values.dialect, paths.bits, paths.texts
        if bits is not None:
            bits = self._values.mapped(items, slot, bits)
            bits = replace(bits, sql=dialect.all_bits(bits.sql))
        if texts is not None:
            texts = self._values.mapped(items, slot, texts)
            texts = replace(texts, sql=dialect.flattened(texts.sql))
        if paths.deep == slot and not items.bound:
            test = f"{dialect.count(items.sql)} > {self._naming.positions}"
            return Paths(bits, texts, long=frozenset((test,)))
        return Paths(bits, texts, None if paths.deep == slot else paths.deep, paths.long)

    def _of_each(self, node: Quantifier, items: list[Item]) -> Paths | None:
        sets, lost = [], []
        for item in items:
            with self._values.binding(node.slot, item):
                value, missing = self._values.value(node.body), self.of(node.body)
            sets.append(missing)
            if node.kind == "exists_one" and calculates(node.body) and not value.certain:
                lost.append(self.lost(value, missing))
        return self._unless(lost, self._naming.united(sets))
