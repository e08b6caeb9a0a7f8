"""The points of a fact meet every order that it can have to constants and to other facts."""

from decimal import Decimal
from itertools import product
from random import Random

import pytest

from guard.condition.types import DOUBLE, INT, TIMESTAMP, Type
from guard.solver.points import points
from guard.solver.question import ITEM, Key
from guard.solver.terms import DAY, Amount

X, Y, Z = ("x",), ("y",), ("z",)


def form(constant: int, *facts: tuple[Key, int]) -> Amount:
    return Amount(facts, Decimal(constant))


def signs(forms: list[Amount], values: dict[Key, Decimal]) -> tuple[int, ...]:
    """How each sum stands to 0."""
    sums = [f.constant + sum(n * values[key] for key, n in f.facts) for f in forms]
    return tuple((total > 0) - (total < 0) for total in sums)


def doubts(forms: list[Amount], kinds: dict[Key, Type]) -> list[str]:
    found: list[str] = []
    points(forms, kinds, Decimal(0), found.append)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_no_order_of_whole_numbers_is_missed(seed: int) -> None:
    random = Random(seed)
    forms = [form(random.randint(-4, 4), (X, 1), (Y, -1)) for _ in range(2)]
    forms += [form(random.randint(-4, 4), (Y, 1), (Z, -1))]
    forms += [form(random.randint(-6, 6), (random.choice((X, Z)), random.choice((1, -1))))]
    found = points(forms, {X: INT, Y: INT, Z: INT}, Decimal(0), lambda _: None)
    tried = {signs(forms, {X: x, Y: y, Z: z}) for x, y, z in product(found[X], found[Y], found[Z])}
    every = range(-16, 17)
    possible = {
        signs(forms, {X: Decimal(x), Y: Decimal(y), Z: Decimal(z)})
        for x, y, z in product(every, every, every)
    }
    assert possible <= tried


def test_dates_move_by_whole_days_and_begin_where_they_stand() -> None:
    now = Decimal(DAY) * 20_000
    today = ("today",)
    found = points([form(0, (X, 1), (today, -1))], {X: TIMESTAMP, today: TIMESTAMP}, now, print)
    assert found[today] == [now]
    assert sorted(found[X]) == [now - DAY, now, now + DAY]


def test_numbers_with_decimals_have_a_value_between_any_two() -> None:
    limits = [Amount(((X, 1),), Decimal("-0.50")), Amount(((X, 1),), Decimal("-0.51"))]
    found = points(limits, {X: DOUBLE}, Decimal(0), print)
    assert any(Decimal("0.50") < value < Decimal("0.51") for value in found[X])
    assert len(found[X]) == 5


def test_what_is_not_a_difference_is_doubted() -> None:
    kinds: dict[Key, Type] = {X: INT, Y: INT, Z: DOUBLE}
    assert "more than a difference" in doubts([form(0, (X, 1), (Y, 1))], kinds)[0]
    assert "with decimals" in doubts([form(0, (X, 1), (Z, -1))], kinds)[0]
    items: dict[Key, Type] = {("a", ITEM): INT, ("b", ITEM): INT}
    compared = form(0, (("a", ITEM), 1), (("b", ITEM), -1))
    assert "compared with each other" in doubts([compared], items)[0]


def test_too_many_points_are_doubted() -> None:
    many = [form(3 * n, (X, 1), (Y, -1)) for n in range(60)]
    assert "more than 80 values" in doubts(many, {X: INT, Y: INT})[0]
