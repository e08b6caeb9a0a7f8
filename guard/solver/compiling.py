"""From a condition to its decision diagram, by the rules of :mod:`guard.condition.evaluator`."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from guard.condition.evaluator import FUNCTIONS, OPERATORS, SIGNS
from guard.condition.step import UNKNOWN
from guard.condition.tree import (
    FACTS,
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
from guard.condition.types import ListOf, Struct
from guard.solver.diagram import Diagrams, choose, strict
from guard.solver.domain import Domain
from guard.solver.question import Key, Question, generic
from guard.solver.terms import Bindings, Values, constants, key_of
from guard.solver.uses import Uses


class UnsupportedError(Exception):
    """A part of a condition that has no diagram here."""


class Variable(NamedTuple):
    """One fact of the diagrams: which it is, and its values in the order of the branches."""

    key: Key
    values: tuple[object, ...]


class Facts:
    """The facts that diagrams branch on, in the order in which conditions first ask for them."""

    def __init__(self, diagrams: Diagrams, uses: Uses, domain: Domain) -> None:
        """Begin with none."""
        self.diagrams = diagrams
        self.variables: list[Variable] = []
        self.groups = uses.groups
        self._kinds = uses.kinds
        self._domain = domain
        self._made: dict[Key, int] = {}

    def longest(self, key: Key) -> int:
        """The most items with which the list ``key`` is tried."""
        return self._domain.lengths[generic(key)]

    def diagram(self, key: Key) -> int:
        """The diagram of a fact: its value, or UNKNOWN; for a list, how long it is."""
        found = self._made.get(key)
        if found is None:
            found = self._variable(key, self._values(key))
            for end in range(1, len(key)):
                if generic(key[:end]) in self.groups and key[:end] != key:
                    there = self.presence(key[:end])
                    absent = self.diagrams.leaf(UNKNOWN)
                    found = self.diagrams.apply("?", choose, (there, found, absent))
            self._made[key] = found
        return found

    def presence(self, group: Key) -> int:
        """The diagram of whether a group of facts is there, all those around it included."""
        there = self._made.get(group)
        if there is None:
            there = self._made[group] = self._variable(group, (True, False))
        for end in range(1, len(group)):
            if generic(group[:end]) in self.groups:
                outer = self.presence(group[:end])
                there = self.diagrams.join("&&", there, outer)
        return there

    def _values(self, key: Key) -> tuple[object, ...]:
        kind = self._kinds.get(generic(key))
        if isinstance(kind, ListOf):
            return (*range(self.longest(key) + 1), UNKNOWN)
        values = self._domain.values[generic(key)]
        always = isinstance(key[-1], int) or key == ("today",)
        return values if always else (*values, UNKNOWN)

    def _variable(self, key: Key, values: tuple[object, ...]) -> int:
        level = len(self.variables)
        self.variables.append(Variable(key, values))
        return self.diagrams.branch(level, tuple(map(self.diagrams.leaf, values)))


class Compiler:
    """Makes the diagrams of one question."""

    def __init__(self, facts: Facts, question: Question) -> None:
        """Make them over ``facts``."""
        self._facts = facts
        self._diagrams = facts.diagrams
        self._question = question

    def whole(self) -> int:
        """The diagram of the whole condition."""
        return self._diagram(self._question.condition.tree, {})

    def _diagram(  # noqa: PLR0911 (one line a kind of node)
        self, node: Node, bound: Bindings
    ) -> int:
        match node:
            case Literal(value=value):
                return self._diagrams.leaf(value)
            case Path():
                return self._path(node, bound)
            case Has(path=path):
                return self._has(path, bound)
            case Use(body=body):
                return self._diagram(body, bound)
            case Junction():
                return self._junction(node, bound)
            case Quantifier():
                return self._quantifier(node, bound)
            case Binary(operator="in"):
                return self._membership(node, bound)
            case ListLiteral():
                return self._listed(node, bound)
            case Call(function="size", arguments=(argument,)) if isinstance(argument.type, ListOf):
                return self._size(argument, bound)
            case _:
                return self._strict(node, bound)

    def _strict(self, node: Node, bound: Bindings) -> int:
        match node:
            case Unary(operator=name, operand=operand):
                return self._apply(f"{name}x", SIGNS[name], [operand], bound)
            case Binary(operator=name, left=left, right=right):
                return self._apply(name, OPERATORS[name], [left, right], bound)
            case Call(function=name, arguments=arguments):
                return self._apply(name, FUNCTIONS[name], list(arguments), bound)
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                parts = tuple(self._diagram(part, bound) for part in (condition, then, otherwise))
                return self._diagrams.apply("?", choose, parts)
            case _:
                raise UnsupportedError

    def _apply(
        self, name: str, function: Callable[..., Any], parts: list[Node], bound: Bindings
    ) -> int:
        operands = tuple(self._diagram(part, bound) for part in parts)
        return self._diagrams.apply(name, strict(function), operands)

    # -- facts ----------------------------------------------------------------------------

    def _path(self, node: Path, bound: Bindings) -> int:
        if node.slot != FACTS and isinstance(bound[node.slot], Values):
            (value,) = constants(node, self._question, bound)
            return self._diagrams.leaf(value)
        key = key_of(node, self._question, bound)
        if key is not None:
            return self._facts.diagram(key)
        value = self._question.constant(node)
        made = self._diagrams.leaf(
            UNKNOWN if value is None else tuple(value) if isinstance(value, list) else value
        )
        if span := self._question.span(node):
            live = self._live(span)
            made = self._diagrams.apply("?", choose, (live, made, self._diagrams.leaf(UNKNOWN)))
        return made

    def _live(self, span: tuple[Any, Any]) -> int:
        today = self._today()
        first, last = (self._diagrams.leaf(end) for end in span)
        begun = self._diagrams.apply(">=", strict(OPERATORS[">="]), (today, first))
        going = self._diagrams.apply("<=", strict(OPERATORS["<="]), (today, last))
        return self._diagrams.join("&&", begun, going)

    def _today(self) -> int:
        fixed = self._question.constants.get("today")
        return self._facts.diagram(("today",)) if fixed is None else self._diagrams.leaf(fixed)

    def _has(self, path: Node, bound: Bindings) -> int:
        key = key_of(path, self._question, bound)
        if key is not None and isinstance(path.type, Struct):
            there = isinstance(key[-1], int)
            return self._diagrams.leaf(value=True) if there else self._facts.presence(key)
        return self._known(self._diagram(path, bound))

    def _known(self, diagram: int) -> int:
        return self._diagrams.apply("has", lambda value: value is not UNKNOWN, (diagram,))

    # -- and, or, lists -------------------------------------------------------------------

    def _junction(self, node: Junction, bound: Bindings) -> int:
        answers = [self._diagram(operand, bound) for operand in node.operands]
        made = self._diagrams.leaf(node.operator == "&&")
        for answer in answers:
            made = self._diagrams.join(node.operator, made, answer)
        return made

    def _size(self, argument: Node, bound: Bindings) -> int:
        if isinstance(argument, ListLiteral):
            made = self._diagrams.leaf(len(argument.items))
            for item in argument.items:
                known = self._known(self._diagram(item, bound))
                absent = self._diagrams.leaf(UNKNOWN)
                made = self._diagrams.apply("?", choose, (known, made, absent))
            return made
        if key_of(argument, self._question, bound) is not None:
            return self._diagram(argument, bound)
        return self._apply("size", len, [argument], bound)

    def _quantifier(self, node: Quantifier, bound: Bindings) -> int:
        key = key_of(node.items, self._question, bound)
        if key is not None:
            longest = self._facts.longest(key)
            length = self._diagram(node.items, bound)
            items: list[Key | Values] = [(*key, place) for place in range(longest)]
        else:
            fixed = list(constants(node.items, self._question, bound))
            if len(fixed) != 1 or not isinstance(fixed[0], list):
                raise UnsupportedError
            items = [Values((value,)) for value in fixed[0]]
            # Only whether the list is there at all can still be open, where it is a dated one.
            there = self._known(self._diagram(node.items, bound))
            count, absent = self._diagrams.leaf(len(items)), self._diagrams.leaf(UNKNOWN)
            length = self._diagrams.apply("?", choose, (there, count, absent))
        answers = [self._diagram(node.body, {**bound, node.slot: item}) for item in items]
        return self._searched(node.kind, length, answers)

    def _searched(self, kind: str, length: int, answers: list[int]) -> int:
        """The answer of a search for each length of the list, and UNKNOWN without a list."""
        if kind == "exists_one":
            made = self._diagrams.leaf(0)
            ends = [made]
            for answer in answers:
                made = self._diagrams.apply("count", _counted, (made, answer))
                ends.append(made)
            ends = [self._diagrams.apply("one", _one, (end,)) for end in ends]
        else:
            operator = "||" if kind == "exists" else "&&"
            ends = [self._diagrams.leaf(operator == "&&")]
            for answer in answers:
                ends.append(self._diagrams.join(operator, ends[-1], answer))
        return self._by_length(length, ends)

    def _by_length(self, length: int, ends: list[int]) -> int:
        made = self._diagrams.leaf(UNKNOWN)
        for count, end in enumerate(ends):
            this = self._diagrams.apply(
                "==", strict(OPERATORS["=="]), (length, self._diagrams.leaf(count))
            )
            made = self._diagrams.apply("if", _if, (this, end, made))
        return made

    def _membership(self, node: Binary, bound: Bindings) -> int:
        key = key_of(node.right, self._question, bound)
        if key is None:
            items = self._diagram(node.right, bound)
            left = self._diagram(node.left, bound)
            return self._diagrams.apply("in", strict(OPERATORS["in"]), (left, items))
        left = self._diagram(node.left, bound)
        length = self._diagram(node.right, bound)
        places = [self._facts.diagram((*key, i)) for i in range(self._facts.longest(key))]
        same = [self._diagrams.apply("==", strict(OPERATORS["=="]), (left, p)) for p in places]
        found = self._searched("exists", length, same)
        absent = self._diagrams.leaf(UNKNOWN)
        return self._diagrams.apply("?", choose, (self._known(left), found, absent))

    def _listed(self, node: ListLiteral, bound: Bindings) -> int:
        items = tuple(self._diagram(item, bound) for item in node.items)
        if not items:
            return self._diagrams.leaf(())
        return self._diagrams.apply(f"[{len(items)}]", strict(lambda *values: values), items)


_TWO: Final = 2


def _counted(count: object, answer: object) -> object:
    """How many of the items so far pass; two stands for more."""
    if UNKNOWN in (count, answer) or not isinstance(count, int):
        return UNKNOWN
    return min(_TWO, count + (answer is True))


def _one(count: object) -> object:
    return UNKNOWN if count is UNKNOWN else count == 1


def _if(this: object, then: object, otherwise: object) -> object:
    return then if this is True else otherwise
