"""What evaluating one part of a condition gave, and why."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


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


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a condition with its answer.

    ``text`` is the part as written. ``value`` is a Python value or :data:`UNKNOWN`.
    ``missing`` names the absent facts that could still change an unknown answer, by dotted
    path with positions (``evidence[0].expires``), and is empty for every other answer.
    ``parts`` are the steps of the operands looked at. ``path`` is the fact that the value is.
    ``selective`` is true where only the parts with the same value decided.
    """

    text: str
    value: object
    missing: frozenset[str] = NOTHING
    parts: tuple["Step", ...] = ()
    path: str = ""
    selective: bool = False
