import pytest

from guard.condition import operators
from guard.condition.operators import Refusal
from guard.condition.types import (
    BOOL,
    DOUBLE,
    DURATION,
    INT,
    STRING,
    TIMESTAMP,
    UNDETERMINED,
    ListOf,
    String,
    Struct,
    Type,
)

LEVEL = String(("low", "high"))
GROUP = Struct("group", {})


@pytest.mark.parametrize(
    ("operator", "left", "right", "result"),
    [
        ("==", INT, DOUBLE, BOOL),
        ("!=", STRING, LEVEL, BOOL),
        ("<", TIMESTAMP, TIMESTAMP, BOOL),
        (">=", DURATION, DURATION, BOOL),
        ("<", STRING, STRING, BOOL),
        ("==", UNDETERMINED, STRING, BOOL),
        ("in", STRING, ListOf(LEVEL), BOOL),
        ("in", DOUBLE, ListOf(INT), BOOL),
        ("+", INT, INT, INT),
        ("-", TIMESTAMP, TIMESTAMP, DURATION),
        ("-", TIMESTAMP, DURATION, TIMESTAMP),
        ("+", DURATION, TIMESTAMP, TIMESTAMP),
        ("-", DURATION, DURATION, DURATION),
        ("+", UNDETERMINED, INT, UNDETERMINED),
    ],
)
def test_types_that_fit(operator: str, left: Type, right: Type, result: Type) -> None:
    assert operators.binary(operator, left, right) == result


@pytest.mark.parametrize(
    ("operator", "left", "right", "word"),
    [
        ("==", STRING, INT, "cannot be compared"),
        ("==", ListOf(INT), ListOf(INT), "cannot be compared"),
        ("==", GROUP, GROUP, "cannot be compared"),
        ("<", TIMESTAMP, STRING, "cannot be compared"),
        ("<", BOOL, BOOL, "no order"),
        ("<", LEVEL, STRING, "alphabet"),
        ("in", STRING, STRING, "inside a list"),
        ("in", INT, ListOf(STRING), "cannot be one of"),
        ("in", GROUP, ListOf(GROUP), "cannot be one of"),
        ("+", DOUBLE, INT, "never calculated"),
        ("-", DOUBLE, DOUBLE, "never calculated"),
        ("+", STRING, STRING, "not joined"),
        ("+", ListOf(INT), ListOf(INT), "not joined"),
        ("+", TIMESTAMP, TIMESTAMP, "cannot be calculated"),
        ("-", DURATION, TIMESTAMP, "cannot be calculated"),
        ("+", TIMESTAMP, INT, "cannot be calculated"),
    ],
)
def test_types_that_do_not_fit(operator: str, left: Type, right: Type, word: str) -> None:
    found = operators.binary(operator, left, right)
    assert isinstance(found, Refusal)
    assert word in found.reason
    assert found.remedy


def test_vocabularies_join() -> None:
    assert operators.joined(LEVEL, String(("mid",))) == String(("low", "high", "mid"))
    assert operators.joined(LEVEL, STRING) == STRING
    assert operators.joined(ListOf(LEVEL), ListOf(STRING)) == ListOf(STRING)
    assert operators.joined(ListOf(LEVEL), ListOf(INT)) is None
    assert operators.joined(INT, STRING) is None
