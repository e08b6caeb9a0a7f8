"""What is asked of a condition, and the names of the facts that it reads."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from guard.condition.tree import Condition, Path

Key: TypeAlias = tuple[str | int, ...]
"""A fact: the names along its path; a place in a list is its number, or ITEM for any place."""

ITEM: Final = "[]"
LENGTH: Final = "#"
"""The last name of the key that stands for how long a list is."""


@dataclass(frozen=True, slots=True)
class Question:
    """A condition with what is fixed for it.

    ``constants`` are values that no request changes, by name: ``parameters``, ``lists``, and
    ``today`` where the date is settled. ``spans`` are the first and last moment at which a group
    of ``lists`` is there at all; outside them its values are unknown.
    """

    condition: Condition
    constants: Mapping[str, object] = field(default_factory=dict)
    spans: Mapping[str, tuple[dt.datetime, dt.datetime]] = field(default_factory=dict)

    def constant(self, node: Path) -> object:
        """The value fixed for ``node``; ``None`` where it has none."""
        value: object = self.constants.get(node.names[0])
        for name in node.names[1:]:
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    def span(self, node: Path) -> tuple[dt.datetime, dt.datetime] | None:
        """From when until when the dated list of ``node`` is there, if it is of one."""
        match node.names:
            case ("lists", name, *_):
                return self.spans.get(name)
            case _:
                return None


def generic(key: Key) -> Key:
    """``key`` with every place in a list replaced by ITEM."""
    return tuple(ITEM if isinstance(part, int) else part for part in key)
