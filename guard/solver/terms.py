"""What the operand of a comparison can stand for: a number of facts and constants, or a text."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

from guard.condition.evaluator import FUNCTIONS
from guard.condition.tree import (
    FACTS,
    Binary,
    Call,
    Conditional,
    ListLiteral,
    Literal,
    Node,
    Path,
    Unary,
    Use,
)
from guard.condition.types import Double, Int, ListOf, String, Timestamp
from guard.solver.question import LENGTH, Key, Question

DAY: Final = 86_400_000_000
"""A day in microseconds, in which moments and spans are counted here."""

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)


class Amount(NamedTuple):
    """A sum of facts, each so many times, and a constant."""

    facts: tuple[tuple[Key, int], ...]
    constant: Decimal

    def plus(self, other: "Amount", times: int) -> "Amount":
        """This amount and so many times ``other``."""
        sums = dict(self.facts)
        for key, count in other.facts:
            sums[key] = sums.get(key, 0) + times * count
        facts = tuple((key, count) for key, count in sums.items() if count)
        return Amount(facts, self.constant + times * other.constant)


class Text(NamedTuple):
    """A fact that is a text, as it stands or in small letters."""

    key: Key
    lowered: bool


class Size(NamedTuple):
    """How many characters a text has."""

    text: Text


class Opaque(NamedTuple):
    """An operand about which nothing is worked out; ``why`` says what it is."""

    why: str


class Values(NamedTuple):
    """What a variable runs over where its list is fixed."""

    items: tuple[object, ...]


Term: TypeAlias = Amount | Text | Size | Opaque | str
"""A ``str`` is a text written out."""

Bindings: TypeAlias = Mapping[int, Key | Values]
"""What each bound variable, by its slot, stands for: an item of a list of facts, or constants."""


def number(value: object) -> Decimal | None:
    """A constant as it is counted here, moments and spans in microseconds; ``None`` for a text."""
    match value:
        case bool() | str():
            return None
        case dt.datetime():
            return Decimal((value - _EPOCH) // _MICROSECOND)
        case dt.timedelta():
            return Decimal(value // _MICROSECOND)
        case int() | Decimal():
            return Decimal(value)
        case _:
            return None


def moment(microseconds: Decimal) -> dt.datetime:
    """The moment that was counted so; raises OverflowError outside the years 1 to 9999."""
    return _EPOCH + dt.timedelta(microseconds=int(microseconds))


def key_of(node: Node, question: Question, bound: Bindings) -> Key | None:
    """The fact that ``node`` is, if it is one of the request and no constant."""
    match node:
        case Use(body=body):
            return key_of(body, question, bound)
        case Path(slot=slot, names=names) if slot != FACTS:
            start = bound[slot]
            return None if isinstance(start, Values) else (*start, *names[1:])
        case Path(names=names):
            return None if names[0] in question.constants else names
        case _:
            return None


def constants(node: Node, question: Question, bound: Bindings) -> Iterator[object]:
    """The constants that ``node`` can stand for; a list that is fixed is one constant."""
    match node:
        case Literal(value=value):
            yield value
        case Path(slot=slot, names=names) if slot != FACTS:
            start = bound[slot]
            if isinstance(start, Values) and len(names) == 1:
                yield from start.items
        case Path(names=names) if names[0] in question.constants:
            yield question.constant(node)
        case ListLiteral(items=items):
            fixed = [list(constants(item, question, bound)) for item in items]
            if all(len(one) == 1 for one in fixed):
                yield [one[0] for one in fixed]
        case Use(body=body):
            yield from constants(body, question, bound)
        case _:
            pass


def terms(node: Node, question: Question, bound: Bindings) -> Iterator[Term]:
    """Everything that ``node``, a number, moment, span or text, can stand for."""
    for value in constants(node, question, bound):
        counted = number(value)
        if counted is not None:
            yield Amount((), counted)
        elif isinstance(value, str):
            yield value
    if (key := key_of(node, question, bound)) is not None:
        yield _fact(node, key)
        return
    match node:
        case Unary(operand=operand):
            zero = Amount((), Decimal(0))
            yield from _sums([zero], -1, terms(operand, question, bound))
        case Binary(operator=operator, left=left, right=right):
            sign = 1 if operator == "+" else -1
            yield from _sums(
                list(terms(left, question, bound)), sign, terms(right, question, bound)
            )
        case Conditional(then=then, otherwise=otherwise):
            yield from terms(then, question, bound)
            yield from terms(otherwise, question, bound)
        case Use(body=body):
            yield from terms(body, question, bound)
        case Call(function=function, arguments=(argument,)):
            yield from _called(function, argument, question, bound)
        case _:
            pass


def _fact(node: Node, key: Key) -> Term:
    match node.type:
        case String():
            return Text(key, lowered=False)
        case Int() | Double() | Timestamp():
            return Amount(((key, 1),), Decimal(0))
        case _:
            return Opaque("a fact of another kind")


def _sums(left: list[Term], sign: int, right: Iterator[Term]) -> Iterator[Term]:
    for other in right:
        for one in left:
            if isinstance(one, Amount) and isinstance(other, Amount):
                yield one.plus(other, sign)
            else:
                yield Opaque("a sum with the length of a text")


def _called(function: str, argument: Node, question: Question, bound: Bindings) -> Iterator[Term]:
    if function == "size" and isinstance(argument.type, ListOf):
        if (key := key_of(argument, question, bound)) is not None:
            yield Amount((((*key, LENGTH), 1),), Decimal(0))
        elif isinstance(argument, ListLiteral):
            yield Amount((), Decimal(len(argument.items)))
        else:
            fixed = constants(argument, question, bound)
            yield from (Amount((), Decimal(len(one))) for one in fixed if isinstance(one, list))
        return
    for term in terms(argument, question, bound):
        match function, term:
            case "size", Text():
                yield Size(term)
            case "size", str():
                yield Amount((), Decimal(len(term)))
            case "lowerAscii", Text(key=key):
                yield Text(key, lowered=True)
            case "lowerAscii", str():
                yield str(FUNCTIONS["lowerAscii"](term))
            case "days", Amount():
                yield Amount((), Decimal(0)).plus(term, DAY)
            case _:
                yield Opaque(f"{function} of what is itself worked out")
