import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from guard.condition.types import Bool, Double, Int, ListOf, String, Struct, Timestamp, Type
from guard.facts import from_json, to_json

MIDNIGHTS = st.dates().map(lambda day: dt.datetime.combine(day, dt.time(tzinfo=dt.UTC)))
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=4)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
PLAIN: dict[Type, st.SearchStrategy[Any]] = {
    Bool(): st.booleans(),
    Int(): st.integers(-(10**15), 10**15),
    Double(): DECIMALS,
    String(): TEXTS,
    Timestamp(): MIDNIGHTS,
}


@st.composite
def facts(draw: st.DrawFn, depth: int = 3) -> tuple[Any, Type]:
    """A value, and the type it has."""
    shape = draw(st.sampled_from(["plain", "list", "group"] if depth else ["plain"]))
    if shape == "plain":
        kind = draw(st.sampled_from(list(PLAIN)))
        return draw(PLAIN[kind]), kind
    if shape == "list":
        value, kind = draw(facts(depth=depth - 1))
        return [value] * draw(st.integers(0, 2)), ListOf(kind)
    parts = draw(st.dictionaries(TEXTS, facts(depth=depth - 1), max_size=3))
    fields = {name: kind for name, (_, kind) in parts.items()}
    return {name: value for name, (value, _) in parts.items()}, Struct("group", fields)


@given(facts())
def test_facts_survive_canonical_json(made: tuple[Any, Type]) -> None:
    value, kind = made
    written = rfc8785.dumps(to_json(value))
    again = from_json(json.loads(written), kind)
    assert again == value
    assert type(again) is type(value)
    assert rfc8785.dumps(to_json(again)) == written


def test_json_is_plain() -> None:
    value = {
        "day": dt.date(2026, 1, 1),
        "moment": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        "amount": Decimal("1250.00"),
        "large": Decimal("1E+3"),
        "parts": ("a", 1, True),
    }
    assert to_json(value) == {
        "day": "2026-01-01",
        "moment": "2026-01-01",
        "amount": "1250.00",
        "large": "1000",
        "parts": ["a", 1, True],
    }


@pytest.mark.parametrize(("value", "kind"), [("1 May", Timestamp()), ("2026-13-01", Timestamp())])
def test_what_is_no_date_is_refused(value: str, kind: Type) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month"):
        from_json(value, kind)
