"""What a name in a condition may stand for, besides a fact."""

from typing import NamedTuple

from guard.condition.tree import Node
from guard.condition.types import Type


class Variable(NamedTuple):
    """A bound variable: the name that is its own in the whole tree, its slot and type."""

    name: str
    slot: int
    type: Type


class Argument(NamedTuple):
    """What a definition's parameter stands for, already resolved, and what putting it in costs."""

    node: Node
    nodes: int
    levels: int
