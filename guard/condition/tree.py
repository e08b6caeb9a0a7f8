"""The syntax tree of a condition.

The parser makes it untyped; the checker makes it again with every ``type``, ``text``
and ``slot`` filled in and every definition put in. ``span`` is the pair of offsets
(start, end) in the source that the node was written in. ``text`` is what was written
there, and empty where that is more than one line or came in with a definition.

Nodes are named tuples: thousands are made whenever guard starts, and these are made fastest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal as OneOf
from typing import NamedTuple, TypeAlias

from guard.condition.types import UNDETERMINED, Type

Span: TypeAlias = tuple[int, int]
Scalar: TypeAlias = bool | int | Decimal | str | datetime | timedelta
Kind: TypeAlias = OneOf["all", "exists", "exists_one"]

FACTS = -1
"""The ``slot`` of a path that starts at the facts and not at a bound variable."""


class Literal(NamedTuple):
    """A value written out: ``true``, ``3``, ``0.5``, ``"text"``, ``timestamp("…")``."""

    span: Span
    value: Scalar
    type: Type = UNDETERMINED
    text: str = ""


class ListLiteral(NamedTuple):
    """A list written out."""

    span: Span
    items: tuple["Node", ...]
    type: Type = UNDETERMINED
    text: str = ""


class Path(NamedTuple):
    """A fact, or part of a bound variable: ``names`` are the words between the dots."""

    span: Span
    names: tuple[str, ...]
    slot: int = FACTS
    type: Type = UNDETERMINED
    text: str = ""


class Has(NamedTuple):
    """``has(path)``: whether the last key of the path is there."""

    span: Span
    path: "Node"
    type: Type = UNDETERMINED
    text: str = ""


class Unary(NamedTuple):
    """``!x`` or ``-x``."""

    span: Span
    operator: str
    operand: "Node"
    type: Type = UNDETERMINED
    text: str = ""


class Junction(NamedTuple):
    """Two or more operands joined by ``&&`` or by ``||``."""

    span: Span
    operator: str
    operands: tuple["Node", ...]
    type: Type = UNDETERMINED
    text: str = ""


class Binary(NamedTuple):
    """One of ``== != < <= > >= in + -`` between two operands."""

    span: Span
    operator: str
    left: "Node"
    right: "Node"
    type: Type = UNDETERMINED
    text: str = ""


class Conditional(NamedTuple):
    """``condition ? then : otherwise``."""

    span: Span
    condition: "Node"
    then: "Node"
    otherwise: "Node"
    type: Type = UNDETERMINED
    text: str = ""


class Call(NamedTuple):
    """A function; for ``x.f(y)`` ``member`` is true and x is the first argument."""

    span: Span
    function: str
    arguments: tuple["Node", ...]
    member: bool = False
    type: Type = UNDETERMINED
    text: str = ""


class Quantifier(NamedTuple):
    """``items.kind(variable, body)``; in a checked tree ``slot`` numbers the variable."""

    span: Span
    kind: Kind
    items: "Node"
    variable: str
    body: "Node"
    slot: int = FACTS
    type: Type = UNDETERMINED
    text: str = ""


class Use(NamedTuple):
    """A definition put in (checked trees only): what was written, and what it stands for."""

    span: Span
    name: str
    arguments: tuple["Node", ...]
    body: "Node"
    type: Type = UNDETERMINED
    text: str = ""


Node: TypeAlias = (
    Literal
    | ListLiteral
    | Path
    | Has
    | Unary
    | Junction
    | Binary
    | Conditional
    | Call
    | Quantifier
    | Use
)


class Ready(NamedTuple):
    """The checked body of a definition without parameters: the same wherever it is used.

    ``nodes``, ``levels`` and ``slots`` are what putting it in costs.
    """

    body: Node
    nodes: int
    levels: int
    slots: int


@dataclass(frozen=True, slots=True)
class Definition:
    """A named expression: ``header`` as written, its parts, and its unchecked body."""

    header: str
    name: str
    parameters: tuple[str, ...]
    source: str
    body: Node
    ready: Ready | None = None


Definitions: TypeAlias = Mapping[str, Definition]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that is ready: its source and its checked tree, of type bool.

    ``slots`` is how many bound variables can be in force at once.
    """

    source: str
    tree: Node
    slots: int


def children(node: Node) -> tuple[Node, ...]:  # noqa: C901, PLR0911 (one line a kind of node)
    """Give the parts directly under ``node``, in the order in which they are written."""
    match node:
        case Literal() | Path():
            return ()
        case ListLiteral(items=items):
            return items
        case Has(path=path):
            return (path,)
        case Unary(operand=operand):
            return (operand,)
        case Junction(operands=operands):
            return operands
        case Binary(left=left, right=right):
            return (left, right)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Call(arguments=arguments):
            return arguments
        case Quantifier(items=items, body=body):
            return (items, body)
        case Use(body=body):
            return (body,)


def height(node: Node) -> int:
    """Count the levels under and including ``node``, without recursion."""
    level, deepest = [node], 0
    while level:
        deepest += 1
        level = [child for parent in level for child in children(parent)]
    return deepest
