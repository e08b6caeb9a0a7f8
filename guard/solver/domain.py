"""The values to try for each fact, so that trying them all tries every way to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from guard.condition.types import Bool, Int, ListOf, String, Timestamp, Type
from guard.solver.points import points
from guard.solver.question import LENGTH, Key
from guard.solver.terms import moment
from guard.solver.uses import Uses
from guard.solver.words import texts


@dataclass(frozen=True, slots=True)
class Domain:
    """``values`` that each fact is tried with when it is known, and how long lists are tried.

    Places in lists are ITEM in every key.
    """

    values: Mapping[Key, tuple[object, ...]]
    lengths: Mapping[Key, int]


def domain_of(uses: Uses, now: Decimal, longest: int) -> Domain:
    """The values worth trying for what ``uses`` knows; doubts are added to it.

    Args:
        uses: how the facts are used.
        now: the moment near which dates are chosen.
        longest: the most items with which a list is tried.
    """
    numbers = points(uses.amounts, uses.kinds, now, uses.doubt)
    written = texts(uses)
    values: dict[Key, tuple[object, ...]] = {}
    for key, kind in uses.kinds.items():
        match kind:
            case ListOf():
                pass
            case Bool():
                values[key] = (True, False)
            case String():
                values[key] = tuple(written[key])
            case Timestamp():
                values[key] = _moments(numbers.get(key, [now]), uses)
            case _:
                values[key] = _numbers(numbers.get(key, [Decimal(0)]), kind)
    return Domain(values, _lengths(uses, longest))


def _moments(counted: list[Decimal], uses: Uses) -> tuple[object, ...]:
    found = []
    for value in counted:
        try:
            found.append(moment(value))
        except OverflowError:
            uses.doubt("a date before the year 1 or after the year 9999")
    return tuple(found)


def _numbers(values: list[Decimal], kind: Type) -> tuple[object, ...]:
    return tuple(int(value) if isinstance(kind, Int) else value for value in values)


def _lengths(uses: Uses, longest: int) -> dict[Key, int]:
    """Of each list, the most items that are needed: one for each search, or to pass a count."""
    lengths = {
        key: sum(uses.demands.get(key, {}).values())
        for key, kind in uses.kinds.items()
        if isinstance(kind, ListOf)
    }
    for form in uses.amounts:
        for (*path, last), _ in form.facts:
            if last == LENGTH:
                limit = abs(form.constant).to_integral_value(ROUND_FLOOR)
                lengths[tuple(path)] = max(lengths.get(tuple(path), 0), int(limit) + 2)
    for key, length in lengths.items():
        if length > longest:
            uses.doubt(f"a list of more than {longest} items")
            lengths[key] = longest
    return lengths
