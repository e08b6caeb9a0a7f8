import datetime as dt
from decimal import Decimal

import pytest

from guard.condition.types import Bool, Double, Int, ListOf, String, Struct, Timestamp, Type
from guard.policy.typed import type_at, typed

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
ITEM = Struct("item", {"kind": String(("a", "b")), "on": Timestamp()})


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (True, Bool(), True),
        (3, Int(), 3),
        (3, Double(), Decimal(3)),
        (Decimal("1.5"), Double(), Decimal("1.5")),
        ("x", String(), "x"),
        (["x"], ListOf(String()), ["x"]),
        ([], ListOf(Int()), []),
        (dt.date(2026, 1, 1), Timestamp(), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
        (
            [{"kind": "a", "on": dt.date(2026, 1, 1)}],
            ListOf(ITEM),
            [{"kind": "a", "on": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}],
        ),
    ],
)
def test_values_become_what_conditions_read(value: object, kind: Type, expected: object) -> None:
    found = typed(value, kind, "x")
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("value", "kind", "remedy"),
    [
        (1, Bool(), "write true or false"),
        (True, Int(), "write a whole number"),
        (True, Double(), "write a number"),
        (Decimal("1.5"), Int(), "write a whole number"),
        (1, String(), "write text in quotation marks"),
        ("2026-01-01", Timestamp(), "write a date, such as 2026-11-22"),
        (NOON, Timestamp(), "write a date, such as 2026-11-22"),
        ("x", ListOf(String()), "write a list in square brackets"),
        ([1], ListOf(String()), "write text in quotation marks"),
        ("x", ITEM, "write a group of facts"),
        ({"kind": "aa"}, ITEM, "did you mean a? use one of a, b"),
        ({"kinds": "a"}, ITEM, "did you mean kind?"),
        (None, String(), "write text in quotation marks"),
    ],
)
def test_other_values_are_refused_with_the_next_step(
    value: object, kind: Type, remedy: str
) -> None:
    with pytest.raises(ValueError, match=r"x|fact") as refused:
        typed(value, kind, "x")
    what, told = refused.value.args
    assert what
    assert told == remedy


def test_a_path_below_what_has_no_parts_is_refused() -> None:
    assert type_at(ITEM, "kind") == String(("a", "b"))
    with pytest.raises(ValueError, match=r'there is no fact "on\.day"') as refused:
        type_at(ITEM, "on.day")
    assert refused.value.args[1] == "take it out"
