"""Lists of facts, and the quantifiers over them."""

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Final

from guard.condition.tree import Binary, Conditional, Node, Path, Quantifier, Unary, Use
from guard.condition.types import BOOL, ListOf, Struct, Type
from guard.lowering.columns import Found
from guard.lowering.facts import Facts, Item
from guard.lowering.shape import Items, Plain, exact
from guard.lowering.value import PathText, Value, closed, made, strict

WRITTEN_OUT: Final = 3
"""Lists of constants up to so long become one test an item."""

_TEXTS: Final = Items(Plain.TEXT)
_SOUGHT: Final = {True: ("==", "in"), False: ("!=",)}
"""The operators that are TRUE, or FALSE, for an item that is sought."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a quantifier looks at: a list, and what its items are called."""

    found: Found
    element: Type
    path: PathText


class Lists(Facts):
    """Lowers quantifiers, whose bodies are lowered by :meth:`value`."""

    @abstractmethod
    def value(self, node: Node) -> Value:
        """The value of ``node``."""

    def settled(self, value: bool) -> Value:
        """A truth value that is the same for every row."""
        return Value(self.dialect.literal(value), certain=True, fixed=value)

    def negated(self, value: Value) -> Value:
        """The opposite of a truth value."""
        if isinstance(value.fixed, bool):
            return self.settled(not value.fixed)
        return value if value.unknown else replace(value, sql=f"(NOT {value.sql})")

    def joined(self, operator: str, values: list[Value]) -> Value:
        """``&&`` or ``||`` of ``values``: SQL's AND and OR are three-valued as ours are."""
        settling = operator == "||"
        if any(value.fixed is settling for value in values):
            return self.settled(settling)
        kept = [value for value in values if value.fixed is not (not settling)]
        if not kept:
            return self.settled(not settling)
        if all(value.unknown for value in kept):
            return self.unknown(BOOL)
        if len(kept) == 1:
            return kept[0]
        word = " OR " if settling else " AND "
        return strict(f"({word.join(value.sql for value in kept)})", kept)

    def listed(self, node: Node) -> Listed | None:
        """The list that ``node`` is, as it lies in the table; ``None`` if always unknown."""
        if isinstance(node, Use):
            return self.listed(node.body)
        if not isinstance(node.type, ListOf):
            raise TypeError(f"{node.text} is no list")
        if isinstance(node, Path):
            found, path = self.find(node), self.path(node)
        else:
            value = self.stages.hoisted(self.value(node))
            found, path = Found(value, exact(node.type)), self.path_of(node)
        if found is None or found.value.unknown:
            return None
        return Listed(found, node.type.element, path)

    def path_of(self, node: Node) -> PathText:
        """What a value is called where it is a fact: the chosen side of a choice is."""
        match node:
            case Path():
                return self.path(node)
            case Use(body=body):
                return self.path_of(body)
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                sides = [self._written_path(self.path_of(side)) for side in (then, otherwise)]
                chosen = self.stages.hoisted(self.value(condition))
                sql = f"CASE WHEN {chosen.sql} THEN {sides[0].sql} ELSE {sides[1].sql} END"
                return (made(sql, (chosen, *sides)),)
            case _:
                return ()

    def _written_path(self, path: PathText) -> Value:
        pieces = [Value(self.dialect.text(p)) if isinstance(p, str) else p for p in path]
        return made(self.dialect.joined_text([piece.sql for piece in pieces]), pieces)

    def item(self, listed: Listed, slot: int) -> tuple[Item, Value]:
        """The item for the variable ``slot``, by its name in SQL; and the list that it is of."""
        if not isinstance(listed.found.shape, Items):
            raise TypeError("no list")
        here = frozenset((slot,))
        position = Value(self.dialect.position(f"i{slot}"), bound=here)
        path: PathText = (*listed.path, "[", position, "]") if listed.path else ()
        found = Found(Value(f"v{slot}", bound=here), listed.found.shape.element)
        return Item(found, path, listed.path), listed.found.value

    def each(self, listed: Listed) -> list[Item] | None:
        """The items of a list that is the same for every row and is better written out."""
        fixed = listed.found.value.fixed
        if not isinstance(fixed, list):
            return None
        if len(fixed) > WRITTEN_OUT and not isinstance(listed.element, Struct):
            return None
        return [
            Item(
                self.constant(value, listed.element),
                (*listed.path, f"[{number}]") if listed.path else (),
                listed.path,
            )
            for number, value in enumerate(fixed)
        ]

    def quantifier(self, node: Quantifier) -> Value:
        """``all``, ``exists`` or ``exists_one``, decided as soon as one item settles it."""
        listed = self.listed(node.items)
        if listed is None:
            return self.unknown(BOOL)
        if (fixed := self.each(listed)) is not None:
            return self._written_out(node, fixed)
        if words := self.sought(node, listed):
            items = self.stages.hoisted(listed.found.value)
            return self._found(node, self.dialect.has_any(items.sql, words), items)
        item, items = self.item(listed, node.slot)
        with self.binding(node.slot, item):
            body = self.value(node.body)
        if node.kind != "exists_one":
            tests = self.mapped(items, node.slot, self._settling(node, body))
            if not tests.bound:
                tests = self.stages.hoisted(tests)
                return self._found(node, self.dialect.any_true(tests.sql), tests)
        codes = self._codes(node, items, body)
        return self._one(items, codes) if node.kind == "exists_one" else self._any(node, codes)

    def _settling(self, node: Quantifier, body: Value) -> Value:
        """Whether an item settles the answer."""
        return self.negated(body) if node.kind == "all" else body

    def _found(self, node: Quantifier, settled: str, items: Value) -> Value:
        """The answer by whether an item of the column ``items`` settles it."""
        found = self.stages.hoisted(made(settled, (items,)))
        return self.negated(found) if node.kind == "all" else found

    def sought(self, node: Quantifier, listed: Listed) -> list[str]:
        """The few known words of which one in a list of texts settles the answer.

        None where something else is asked, or the list is no column.
        """
        if node.kind == "exists_one" or self.bound or listed.found.shape != _TEXTS:
            return []
        body, settling = node.body, node.kind == "exists"
        while isinstance(body, Unary):
            body, settling = body.operand, not settling
        if not isinstance(body, Binary) or body.operator not in _SOUGHT[settling]:
            return []
        left = body.left
        if not isinstance(left, Path) or left.slot != node.slot or len(left.names) > 1:
            return []
        item, _ = self.item(listed, node.slot)
        with self.binding(node.slot, item):
            fixed = self.value(body.right).fixed
        asked = fixed if isinstance(fixed, list) else [fixed]
        words = [self.dialect.text(word) for word in asked if isinstance(word, str)]
        return words if len(words) == len(asked) <= WRITTEN_OUT else []

    def _written_out(self, node: Quantifier, items: list[Item]) -> Value:
        answers = []
        for item in items:
            with self.binding(node.slot, item):
                answers.append(self.value(node.body))
        if node.kind == "exists_one":
            return self._only_one_of(answers)
        return self.joined("||" if node.kind == "exists" else "&&", answers)

    def _codes(self, node: Quantifier, items: Value, body: Value) -> Value:
        """For each item 2 where it settles the answer, 0 where it does not, 1 if unknown."""
        settling = self._settling(node, body)
        code = made(f"coalesce(CAST({settling.sql} AS INT) * 2, 1)", (body,))
        return self.stages.hoisted(self.mapped(items, node.slot, code))

    def _any(self, node: Quantifier, codes: Value) -> Value:
        """The answer inside another quantifier, where no column can hold the codes."""
        largest = f"coalesce({self.dialect.largest(codes.sql)}, 0)"
        code = f"CASE WHEN {codes.sql} IS NULL THEN 1 ELSE {largest} END"
        no, yes = ("TRUE", "FALSE") if node.kind == "all" else ("FALSE", "TRUE")
        answers = self.dialect.array([no, "NULL", yes])
        return made(self.dialect.at(answers, f"({code} + 1)"), (codes,))

    def _one(self, items: Value, codes: Value) -> Value:
        settled = self.dialect.count(self.dialect.where(codes.sql, "e0", "(e0 = 2)"))
        unknown = f"{items.sql} IS NULL OR {self.dialect.contains(codes.sql, '1')}"
        return made(f"CASE WHEN {unknown} THEN NULL ELSE ({settled} = 1) END", (items, codes))

    def mapped(self, items: Value, slot: int, body: Value) -> Value:
        """A list of ``body`` for each item, which is the variable ``slot`` in it."""
        index = f"i{slot}" if f"i{slot}" in body.sql else ""
        sql = self.dialect.transform(items.sql, f"v{slot}", body.sql, index)
        return closed(made(sql, (items, body)), slot)

    def some(self, tests: Value) -> Value:
        """Whether a list of truth values has a TRUE one."""
        return made(self.dialect.contains(tests.sql, "TRUE"), (tests,))

    def _only_one_of(self, answers: list[Value]) -> Value:
        if any(answer.unknown for answer in answers):
            return self.unknown(BOOL)
        counted = " + ".join(["0", *(f"CAST({answer.sql} AS INT)" for answer in answers)])
        return strict(f"(({counted}) = 1)", answers)
