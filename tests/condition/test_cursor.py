import pytest

from guard.condition.cursor import Cursor
from guard.condition.limits import NESTING, PROBLEMS
from guard.condition.problem import ConditionError


def test_moves_over_the_tokens_and_stays_at_the_end() -> None:
    cursor = Cursor("a b")
    assert [cursor.take().text for _ in range(4)] == ["a", "b", "", ""]


def test_accepts_only_the_sign_that_comes_next() -> None:
    cursor = Cursor("( )")
    assert not cursor.accept(")")
    assert cursor.accept("(")
    assert cursor.peek().text == ")"


def test_a_quoted_sign_is_no_sign() -> None:
    assert not Cursor('"("').accept("(")


def test_what_is_missing_is_named_with_what_comes_instead() -> None:
    with pytest.raises(ConditionError, match=r"\) is missing before b"):
        Cursor("b").expect(")")
    with pytest.raises(ConditionError, match=r"\) is missing at the end"):
        Cursor("").expect(")")


def test_a_span_ends_with_the_last_token_taken() -> None:
    cursor = Cursor("ab   cd")
    cursor.take()
    assert cursor.since(0) == (0, 2)


def test_problems_gather_up_to_a_limit() -> None:
    cursor = Cursor("a")
    for _ in range(PROBLEMS - 1):
        cursor.refuse(0, "a", ("no", "leave it out"))
    assert cursor.problems[0].reason == "a: no"
    with pytest.raises(ConditionError):
        cursor.refuse(0, "", ("no", "leave it out"))


def test_a_fatal_problem_comes_after_those_before_it() -> None:
    cursor = Cursor("a")
    cursor.refuse(0, "", ("first", "x"))
    assert [p.reason for p in cursor.fatal(0, ("last", "y")).problems] == ["first", "last"]


def test_nesting_has_a_limit_and_ends() -> None:
    cursor = Cursor("a")
    for _ in range(NESTING):
        cursor.deeper()
    with pytest.raises(ConditionError, match="deeper"):
        cursor.deeper()
    cursor.back()
    cursor.back()
    cursor.deeper()
