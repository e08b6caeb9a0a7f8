"""The numbers and moments worth trying: enough of them to meet every order there can be.

Conditions compare facts with constants, and facts with facts at a distance (``end <= start +
days(90)``). One fact after the other is taken out: it need only stand at the distances that it
is compared at from those that remain, or one step to either side. What remains is then compared
at the differences of those distances. Whoever is left stands anywhere, and the points of all
others follow from it. This is the elimination of variables from difference constraints over
whole steps; no order of the facts is missed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from guard.condition.types import Double, Timestamp, Type
from guard.solver.question import ITEM, LENGTH, Key
from guard.solver.terms import DAY, Amount

ORIGIN: Final[Key] = ()
"""The fixed point from which constants are counted."""

TODAY: Final[Key] = ("today",)

_MOST: Final = 80
_FINEST: Final = Decimal("0.01")

_Places = dict[Key, set[Decimal]]


def points(
    amounts: Iterable[Amount],
    kinds: Mapping[Key, Type],
    now: Decimal,
    doubt: Callable[[str], None],
) -> dict[Key, list[Decimal]]:
    """For each number and moment of ``amounts``, each compared with 0, the values to try.

    Args:
        amounts: sums of facts; lengths of lists are passed over.
        kinds: the type of each fact.
        now: where moments stand that nothing fixes.
        doubt: called with a reason where the values may not be enough.
    """
    forms = [form for form in amounts if any(key[-1] != LENGTH for key, _ in form.facts)]
    steps = _steps(forms, kinds)
    away: dict[Key, _Places] = {key: {} for key in (ORIGIN, *steps)}
    for form in forms:
        for one, other, distance in _differences(form, kinds, doubt):
            away[one].setdefault(other, set()).add(distance)
            away[other].setdefault(one, set()).add(-distance)
    _doubt_items(away, doubt)
    alone = {key: places[ORIGIN] for key, places in away.items() if set(places) == {ORIGIN}}
    found: dict[Key, list[Decimal]] = {ORIGIN: [Decimal(0)]}
    for key, places in reversed(_eliminated(away, steps)):
        values = {
            value + distance
            for other, distances in places.items()
            for value in found[other]
            for distance in distances
        }
        start = now if isinstance(kinds.get(key), Timestamp) else Decimal(0)
        if key == TODAY or not values:
            values.add(start)
        if len(values) > _MOST:
            doubt(f"more than {_MOST} values of {'.'.join(map(str, key))}")
        # The values nearest to where a fact would stand by itself are tried first.
        nearest = sorted(values, key=lambda value: (abs(value - start), value))[:_MOST]
        found[key] = _told_apart(nearest, alone[key]) if key in alone else nearest
    return found


def _told_apart(values: Iterable[Decimal], limits: Iterable[Decimal]) -> list[Decimal]:
    """The first of all ``values`` that stand alike to each of ``limits``."""
    ends = list(limits)
    first: dict[tuple[int, ...], Decimal] = {}
    for value in values:
        first.setdefault(tuple((value > end) - (value < end) for end in ends), value)
    return list(first.values())


def _steps(forms: Iterable[Amount], kinds: Mapping[Key, Type]) -> dict[Key, Decimal]:
    """The distance from each fact's value to the next that is told apart from it."""
    finest = _FINEST
    for form in forms:
        if any(isinstance(kinds.get(key), Double) for key, _ in form.facts):
            exponent = form.constant.as_tuple().exponent
            if isinstance(exponent, int):
                finest = min(finest, Decimal(10) ** (exponent - 1))
    steps: dict[Key, Decimal] = {}
    for form in forms:
        for key, _ in form.facts:
            match kinds.get(key):
                case Timestamp():
                    steps[key] = Decimal(DAY)
                case Double():
                    steps[key] = finest
                case _:
                    steps[key] = Decimal(1)
    return steps


def _differences(
    form: Amount, kinds: Mapping[Key, Type], doubt: Callable[[str], None]
) -> Iterator[tuple[Key, Key, Decimal]]:
    """``form`` compared with 0 as: this fact, that fact, and the distance it is compared at."""
    match form.facts:
        case ((one, 1),):
            yield one, ORIGIN, -form.constant
        case ((one, -1),):
            yield one, ORIGIN, form.constant
        case ((one, 1), (other, -1)) | ((other, -1), (one, 1)):
            if type(kinds.get(one)) is not type(kinds.get(other)):
                doubt("a whole number against one with decimals, or against the length of a list")
            if LENGTH not in (one[-1], other[-1]):
                yield one, other, -form.constant
        case _:
            doubt("a calculation with more than a difference of two facts")
            for key, _ in form.facts:
                if key[-1] != LENGTH:
                    yield key, ORIGIN, -form.constant


def _doubt_items(away: Mapping[Key, _Places], doubt: Callable[[str], None]) -> None:
    for one, places in away.items():
        if ITEM in one and any(ITEM in other for other in places):
            doubt("items of lists that are compared with each other")


def _eliminated(
    away: dict[Key, _Places], steps: Mapping[Key, Decimal]
) -> list[tuple[Key, _Places]]:
    """Take out one fact after the other: each with the places where it then has to be tried."""
    order: list[tuple[Key, _Places]] = []
    while len(away) > 1:
        key = min(
            (key for key in away if key != ORIGIN),
            key=lambda key: (key == TODAY, ITEM not in key, len(away[key]), key),
        )
        places = away.pop(key)
        around = {
            other: {near for distance in distances for near in _near(distance, steps[key])}
            for other, distances in places.items()
        }
        order.append((key, around))
        for one, distances in around.items():
            del away[one][key]
            for other in places:
                if other != one:
                    between = {far - near for near in distances for far in places[other]}
                    # key = one + near, and key - other compared at far: one - other at far - near
                    away[one].setdefault(other, set()).update(between)
                    away[other].setdefault(one, set()).update(-value for value in between)
    return order


def _near(distance: Decimal, step: Decimal) -> Iterator[Decimal]:
    """The whole steps around ``distance``."""
    below = (distance / step).to_integral_value(ROUND_FLOOR) * step
    yield from (below - step, below, below + step)
    if below != distance:
        yield below + 2 * step
