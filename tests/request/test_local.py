import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from guard.request.fact import LONGEST_TEXT
from guard.request.local import LocalFacts


def read(value: object) -> Any:
    return TypeAdapter(LocalFacts).validate_python({"ours": value})["ours"]


@pytest.mark.parametrize(
    "value",
    [True, 0, -5, Decimal("0.5"), "text", dt.date(2026, 11, 22), [], ["a", "b"], [1, 2], None],
)
def test_values_are_kept_as_they_are(value: object) -> None:
    kept = read(value)
    assert kept == value
    assert type(kept) is type(value)


@pytest.mark.parametrize(
    "value",
    [
        *("", " ", "x" * (LONGEST_TEXT + 1), b"x"),
        *(10**16, 0.5, dt.datetime(2026, 11, 22, tzinfo=dt.UTC), dt.time(1)),
        *({}, {"a": 1}, [[1]], [{}], [None], [""]),
    ],
)
def test_other_values_are_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        read(value)


@pytest.mark.parametrize("name", ["Ours", "our fact", "our-fact", "", "1st", "ours\n", "ours.x"])
def test_names_are_plain(name: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(LocalFacts).validate_python({name: 1})
