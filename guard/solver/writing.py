"""From the values that were chosen, fact by fact, to the nested facts of a request."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from guard.condition.step import UNKNOWN
from guard.condition.types import Bool, Double, Int, ListOf, String, Struct, Timestamp, Type
from guard.solver.question import Key, generic
from guard.solver.uses import Uses


def written(chosen: Mapping[Key, object], uses: Uses) -> dict[str, Any]:
    """The request in which the facts of ``chosen`` are so, and all others are absent.

    A value that stands in a group that is absent, or beyond the end of its list, is left out.
    """
    facts: dict[str, Any] = {}
    for key in sorted(chosen, key=len):
        value = chosen[key]
        if value is UNKNOWN or (value is False and generic(key) in uses.groups):
            continue
        holder = _holder(facts, key, chosen, uses)
        if holder is None:
            continue
        kind = uses.kinds.get(generic(key))
        if generic(key) in uses.groups:
            holder.setdefault(key[-1], {})
        elif isinstance(kind, ListOf):
            length = value if isinstance(value, int) else 0
            holder[key[-1]] = [_plain(kind.element) for _ in range(length)]
        else:
            holder[key[-1]] = value
    return facts


def _holder(facts: dict[str, Any], key: Key, chosen: Mapping[Key, object], uses: Uses) -> Any:
    """The group or list that ``key`` stands in; ``None`` if that is absent or too short."""
    holder: Any = facts
    for end in range(1, len(key)):
        outer, part, place = key[:end], key[end - 1], key[end]
        if generic(outer) in uses.groups and chosen.get(outer) is False:
            return None
        if isinstance(part, int):
            holder = holder[part]
        elif isinstance(place, int):
            holder = holder.get(part, ())
        else:
            holder = holder.setdefault(part, {})
        if isinstance(place, int) and place >= len(holder):
            return None
    return holder


def _plain(kind: Type) -> object:  # noqa: PLR0911 (one line a kind of type)
    """An item of a list of which nothing is asked."""
    match kind:
        case Struct():
            return {}
        case Bool():
            return False
        case String(values=values):
            return values[0] if values else "other"
        case Int():
            return 0
        case Double():
            return Decimal(0)
        case Timestamp():
            return dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        case _:
            return []
