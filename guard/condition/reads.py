"""Which facts a condition reads."""

from collections.abc import Iterator
from typing import get_args

from guard.condition.tree import FACTS, Node, Path

_NODES = get_args(Node)


def reads(node: Node) -> frozenset[tuple[str, ...]]:
    """The paths of all facts that ``node`` may read, by the names along each path."""
    return frozenset(_reads(node))


def _reads(node: Node) -> Iterator[tuple[str, ...]]:
    if isinstance(node, Path):
        if node.slot == FACTS:
            yield node.names
        return
    for part in _parts(node):
        yield from _reads(part)


def _parts(node: Node) -> Iterator[Node]:
    """The nodes below ``node``: those of its fields that are nodes, or tuples of nodes."""
    for field in node:
        if isinstance(field, _NODES):
            yield field
        elif isinstance(field, tuple):
            yield from (item for item in field if isinstance(item, _NODES))
