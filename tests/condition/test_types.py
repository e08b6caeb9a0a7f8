import pytest

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


@pytest.mark.parametrize(
    ("one", "name"),
    [
        (BOOL, "bool"),
        (INT, "int"),
        (DOUBLE, "double"),
        (STRING, "string"),
        (String(("a",)), "string"),
        (TIMESTAMP, "timestamp"),
        (DURATION, "duration"),
        (ListOf(ListOf(INT)), "list(list(int))"),
        (Struct("data", {}), "the group data"),
        (UNDETERMINED, "anything"),
    ],
)
def test_a_type_has_the_name_that_messages_use(one: Type, name: str) -> None:
    assert str(one) == name


def test_types_are_equal_by_what_they_hold() -> None:
    assert ListOf(String()) == ListOf(STRING)
    assert String(("a",)) != STRING
