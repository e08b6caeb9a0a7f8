import pytest

from guard.condition.checker import compile_condition, compile_definitions
from guard.condition.problem import ConditionError
from tests.condition.asking import only_problem, problems
from tests.condition.schema import ENVIRONMENT


def definition_problems(raw: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(ConditionError) as caught:
        compile_definitions(raw, ENVIRONMENT)
    return [(problem.within, problem.reason) for problem in caught.value.problems]


@pytest.mark.parametrize("source", ["users", "title", "tags", "today", "data", "days(1)"])
def test_a_condition_is_true_or_false(source: str) -> None:
    assert "true or false" in only_problem(source).reason


def test_a_condition_is_checked_whole() -> None:
    assert len(problems("nobody + 1")) == 1
    assert problems("urgent") == ()


def test_definitions_are_keyed_by_name() -> None:
    found = compile_definitions({"f(x)": "x == 1", "g()": "f(2)"}, ENVIRONMENT)
    assert list(found) == ["f", "g"]


def test_every_definition_is_checked_and_all_problems_come_at_once() -> None:
    found = definition_problems(
        {"f(x)": "nobody == x", "g(y)": "users == title && y", "h()": "true"}
    )
    assert [within for within, _ in found] == ["f(x)", "g(y)"]


def test_a_wrong_head_and_a_wrong_body_come_together() -> None:
    assert len(definition_problems({"f": "true", "g()": "a &&"})) == 2


@pytest.mark.parametrize(
    "raw",
    [
        {"f()": "f()"},
        {"f(x)": "x || g(x)", "g(x)": "h(x)", "h(x)": "tags.exists(t, f(t == x))"},
    ],
)
def test_a_circle_is_refused(raw: dict[str, str]) -> None:
    assert all("defined by itself" in reason for _, reason in definition_problems(raw))
    assert len(definition_problems(raw)) == len(raw)


def test_a_definition_that_uses_a_circle_is_not_one() -> None:
    found = definition_problems({"f()": "f()", "g()": "f()"})
    assert [within for within, _ in found] == ["f()"]


def test_a_name_is_defined_once() -> None:
    assert "twice" in definition_problems({"f()": "true", "f(x)": "x"})[0][1]


def test_a_parameter_may_not_hide_a_fact() -> None:
    assert "hide" in definition_problems({"f(users)": "users == 1"})[0][1]


def test_what_a_parameter_stands_for_is_checked_at_the_use() -> None:
    definitions = compile_definitions({"f(x)": "x == users"}, ENVIRONMENT)
    with pytest.raises(ConditionError, match="cannot be compared"):
        compile_condition("f(title)", ENVIRONMENT, definitions)


def test_an_unknown_fact_is_not_hidden_by_a_limit() -> None:
    problem = only_problem("data.personal == data.persnal")
    assert (problem.line, problem.column) == (1, 18)
