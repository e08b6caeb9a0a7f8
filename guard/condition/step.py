"""What evaluating one part of a condition gave, and why."""

from enum import Enum
from typing import Final, NamedTuple

from guard.condition.tree import Node
from guard.condition.unparse import unparse


class _Unknown(Enum):
    """The one value that stands for what is not known."""

    UNKNOWN = "unknown"

    def __str__(self) -> str:
        """Say it in plain words."""
        return "unknown"

    def __repr__(self) -> str:
        """Name it shortly."""
        return "UNKNOWN"


UNKNOWN: Final = _Unknown.UNKNOWN
"""The value of a part that cannot be decided from the facts given."""

NOTHING: Final[frozenset[str]] = frozenset()


class Step(NamedTuple):
    """One part of a condition with its answer.

    ``part`` is what was looked at. ``value`` is a Python value or :data:`UNKNOWN`.
    ``missing`` names the absent facts that could still change an unknown answer, by dotted
    path with positions (``evidence[0].expires``), and is empty for every other answer.
    ``parts`` are the steps of the operands looked at. ``path`` is the fact that the value is.
    ``selective`` is true where only the parts with the same value decided.
    """

    part: Node
    value: object
    missing: frozenset[str] = NOTHING
    parts: tuple["Step", ...] = ()
    path: str = ""
    selective: bool = False

    @property
    def text(self) -> str:
        """The part as written; written anew where it came in with a definition."""
        return self.part.text or unparse(self.part, shown=True)
