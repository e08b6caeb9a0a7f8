"""How conditions use each fact: what it is compared with, and which lists are searched."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from guard.condition.evaluator import FUNCTIONS
from guard.condition.operators import ORDERING
from guard.condition.tree import Binary, Call, Has, Node, Path, Quantifier, Use, children
from guard.condition.types import TIMESTAMP, Bool, ListOf, String, Struct, Type
from guard.condition.unparse import unparse
from guard.solver.question import ITEM, Key, Question
from guard.solver.terms import (
    Amount,
    Bindings,
    Opaque,
    Size,
    Term,
    Text,
    Values,
    constants,
    key_of,
    number,
    terms,
)

_TESTS = frozenset(("contains", "startsWith", "endsWith"))


class Search(NamedTuple):
    """Whether a text is (function ``in``), contains, starts or ends with one of ``words``."""

    function: str
    lowered: bool
    words: frozenset[str]

    def passed_by(self, text: str) -> bool:
        """Whether ``text`` does."""
        text = str(FUNCTIONS["lowerAscii"](text)) if self.lowered else text
        if self.function == "in":
            return text in self.words
        return any(FUNCTIONS[self.function](text, word) for word in self.words)


@dataclass
class Uses:
    """What is known of how facts are used; places in lists are ITEM in every key.

    ``amounts`` are each compared with 0. ``demands`` says how many items of a list each search
    of it may need so as to come out as it does. ``doubts`` say where not all that a fact can be
    is covered, so that no answer found does not mean that there is none.
    """

    kinds: dict[Key, Type] = field(default_factory=dict)
    groups: set[Key] = field(default_factory=set)
    demands: dict[Key, dict[str, int]] = field(default_factory=dict)
    amounts: set[Amount] = field(default_factory=set)
    links: set[tuple[Text, Text]] = field(default_factory=set)
    tests: dict[Key, set[Search]] = field(default_factory=dict)
    sizes: dict[Key, set[int]] = field(default_factory=dict)
    cased: dict[Key, set[bool]] = field(default_factory=dict)
    doubts: dict[str, None] = field(default_factory=dict)

    def doubt(self, why: str) -> None:
        """Note that not everything is covered."""
        self.doubts[why] = None


class Collector:
    """Reads the conditions of questions into one ``uses``."""

    def __init__(self) -> None:
        """Begin with nothing used."""
        self.uses = Uses()

    def add(self, question: Question) -> None:
        """Read one question."""
        _Walk(self.uses, question).visit(question.condition.tree, {})


class _Walk:
    def __init__(self, uses: Uses, question: Question) -> None:
        self._uses = uses
        self._question = question
        self._open: list[tuple[Key | None, int, int]] = []

    def visit(self, node: Node, bound: Bindings) -> None:
        match node:
            case Path():
                self._path(node, bound)
                return
            case Has(path=path):
                self._presence(path, bound)
                return
            case Quantifier():
                self._quantifier(node, bound)
                return
            case Binary(operator="in"):
                self._membership(node, bound)
            case Binary(operator=operator) if operator not in {"+", "-"}:
                self._comparison(node, bound)
            case Call(function=function) if function in _TESTS:
                self._tests(node, bound)
        for child in children(node):
            self.visit(child, bound)

    # -- facts ----------------------------------------------------------------------------

    def _path(self, node: Path, bound: Bindings) -> None:
        if span := self._question.span(node):
            self._uses.kinds["today",] = TIMESTAMP
            for end in span:
                self._uses.amounts.add(Amount(((("today",), 1),), -(number(end) or Decimal(0))))
            return
        key = key_of(node, self._question, bound)
        if key is None:
            return
        if isinstance(node.type, Struct):
            self._uses.doubt("a group of facts as a whole")
        self._uses.kinds[key] = node.type

    def _presence(self, path: Node, bound: Bindings) -> None:
        key = key_of(path, self._question, bound)
        if key is not None and isinstance(path.type, Struct):
            if key[-1] != ITEM:
                self._uses.groups.add(key)
        else:
            self.visit(path, bound)

    # -- lists ----------------------------------------------------------------------------

    def _quantifier(self, node: Quantifier, bound: Bindings) -> None:
        self.visit(node.items, bound)
        key = key_of(node.items, self._question, bound)
        if key is not None:
            needed = 2 if node.kind == "exists_one" else 1
            self._demand(key, node, needed, node.body)
            inside: Key | Values = (*key, ITEM)
            self._open.append((key, node.slot, 1))
        else:
            fixed = self._fixed(node.items, bound)
            if fixed is None:
                self._uses.doubt("a search of a list that is made up of facts")
                return
            if self._grouped(node, bound, fixed):
                return
            inside = fixed
            self._open.append((None, node.slot, len(fixed.items)))
        self.visit(node.body, {**bound, node.slot: inside})
        self._open.pop()

    def _fixed(self, items: Node, bound: Bindings) -> Values | None:
        found = [one for one in constants(items, self._question, bound) if isinstance(one, list)]
        return Values(tuple(found[0])) if len(found) == 1 else None

    def _demand(self, key: Key, node: Node, needed: int, body: Node) -> None:
        """Note how many items of the list ``key`` the answer of ``node`` may hang on."""
        for outer, slot, times in self._open:
            own = outer is not None and outer != key and key[: len(outer)] == outer
            if own or not _mentions(body, slot):
                continue
            if outer is None:
                needed *= times
            else:
                self._uses.doubt("items of lists that are compared with each other")
        held = self._uses.demands.setdefault(key, {})
        text = unparse(node)
        held[text] = max(needed, held.get(text, 0))

    def _membership(self, node: Binary, bound: Bindings) -> None:
        key = key_of(node.right, self._question, bound)
        left = list(terms(node.left, self._question, bound))
        if key is not None:
            self._demand(key, node, 1, node.left)
            kind = node.right.type
            element = kind.element if isinstance(kind, ListOf) else kind
            item: Key = (*key, ITEM)
            self._uses.kinds[item] = element
            right: list[Term] = list(_item(item, element))
        else:
            right = list(self._members(node.right, bound))
        words = frozenset(word for word in right if isinstance(word, str))
        for one, other in product(left, right):
            if isinstance(one, Text) and isinstance(other, str):
                self._test("in", one, words)
            else:
                self._pair("==", one, other)

    def _members(self, node: Node, bound: Bindings) -> Iterator[Term]:
        fixed = self._fixed(node, bound)
        if fixed is not None:
            for value in fixed.items:
                counted = number(value)
                if counted is not None:
                    yield Amount((), counted)
                elif isinstance(value, str):
                    yield value
            return
        for item in children(node.body if isinstance(node, Use) else node):
            yield from terms(item, self._question, bound)

    # -- comparisons ----------------------------------------------------------------------

    def _comparison(self, node: Binary, bound: Bindings) -> None:
        if isinstance(node.left.type, Bool) or isinstance(node.right.type, Bool):
            return
        left = list(terms(node.left, self._question, bound))
        right = list(terms(node.right, self._question, bound))
        for one, other in product(left, right):
            self._pair(node.operator, one, other)

    def _pair(self, operator: str, one: Term, other: Term) -> None:
        uses = self._uses
        match one, other:
            case Amount(), Amount():
                uses.amounts.add(one.plus(other, -1))
            case (Size(text=text), Amount(facts=(), constant=limit)) | (
                Amount(facts=(), constant=limit),
                Size(text=text),
            ):
                uses.sizes.setdefault(text.key, set()).add(int(limit))
            case (Text() | str(), Text() | str()):
                self._texts(operator, one, other)
            case _:
                doubts = [side.why for side in (one, other) if isinstance(side, Opaque)]
                uses.doubt(doubts[0] if doubts else "the length of a text against a fact")

    def _texts(self, operator: str, one: Text | str, other: Text | str) -> None:
        if operator in ORDERING:
            self._uses.doubt("texts in the order of the alphabet")
        match one, other:
            case (Text(), Text()):
                self._uses.links.add((one, other))
                for side in (one, other):
                    self._uses.cased.setdefault(side.key, set()).add(side.lowered)
            case (Text() as text, str() as word) | (str() as word, Text() as text):
                self._test("in", text, frozenset((word,)))
            case _:
                pass

    # -- texts ----------------------------------------------------------------------------

    def _tests(self, node: Call, bound: Bindings) -> None:
        sought = list(terms(node.arguments[1], self._question, bound))
        words = [word for word in sought if isinstance(word, str)]
        for text in terms(node.arguments[0], self._question, bound):
            if isinstance(text, Text):
                for word in words:
                    self._test(node.function, text, frozenset((word,)))
            elif not isinstance(text, str):
                self._uses.doubt("a search inside a text that is itself worked out")
        if not words or len(words) < len(sought):
            self._uses.doubt("a search inside a text for another fact")

    def _test(self, function: str, text: Text, words: frozenset[str]) -> None:
        self._uses.tests.setdefault(text.key, set()).add(Search(function, text.lowered, words))
        self._uses.cased.setdefault(text.key, set()).add(text.lowered)

    def _grouped(self, node: Quantifier, bound: Bindings, fixed: Values) -> bool:
        """Take ``words.exists(w, text.contains(w))`` as the one test that it is."""
        match node:
            case Quantifier(kind="exists", body=Call(function=function, arguments=(text, word))):
                found = list(terms(text, self._question, bound))
            case _:
                return False
        if function not in _TESTS or not (isinstance(word, Path) and word.slot == node.slot):
            return False
        if len(found) != 1 or not isinstance(found[0], Text):
            return False
        words = frozenset(item for item in fixed.items if isinstance(item, str))
        self._test(function, found[0], words)
        self.visit(text, bound)
        return True


def _item(key: Key, element: Type) -> Iterator[Term]:
    if isinstance(element, String):
        yield Text(key, lowered=False)
    else:
        yield Amount(((key, 1),), Decimal(0))


def _mentions(node: Node, slot: int) -> bool:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Path) and one.slot == slot:
            return True
        waiting.extend(children(one))
    return False
