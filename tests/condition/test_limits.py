"""Conditions made to do harm: each is refused, quickly, with a next step."""

import sys
import threading
from collections.abc import Callable
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.condition import limits
from guard.condition.checker import compile_condition, compile_definitions
from guard.condition.evaluator import evaluate
from guard.condition.problem import ConditionError, Problem
from guard.condition.tree import children
from tests.condition.asking import ask, compiled, problems
from tests.condition.schema import ENVIRONMENT


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a" * 1_000_000, "longer than 4,000"),
        ("(" * 10_000 + "true" + ")" * 10_000, "longer than 4,000"),
        ("!" * 10_000 + "true", "longer than 4,000"),
        ("(" * 1_900 + "true" + ")" * 1_900, "deeper than 64"),
        ("!" * 3_900 + "true", "deeper than 64"),
        ("-" * 3_900 + "users == 1", "deeper than 64"),
        ("[" * 1_900 + "]" * 1_900, "deeper than 64"),
        ("urgent ? (" * 400, "deeper than 64"),
        ("true ? true : " * 280 + "true", "deeper than 64"),
        ("1" + "+1" * 1_900 + " == 1", "deeper than 64"),
        ("true" + "==true" * 500, "deeper than 64"),
        ("title" + ".lowerAscii()" * 300 + " == title", "deeper than 64"),
        ("size(" * 700 + ")" * 400, "deeper than 64"),
        ("tags.all(x, " * 300, "deeper than 64"),
        ("data" + ".a" * 1_900, "no fact"),
        ('"' + "\\" * 3_001, "does not belong"),
        ("9" * 3_900 + " == 1", "64 bits"),
        ("0x" + "f" * 3_900 + " == 1", "64 bits"),
        ("1e" + "9" * 3_900 + " < share", "number"),
        ('duration("' + "9" * 3_900 + 'h") == days(1)', "duration"),
        ('duration("' + "1h" * 1_900 + '!") == days(1)', "duration"),
    ],
)
def test_a_hostile_text_is_refused(source: str, reason: str) -> None:
    found = problems(source)
    assert reason in found[0].reason
    assert all(problem.remedy and len(problem.reason) < 300 for problem in found)


WORDS = (
    "( ) [ ] { } . , ? : ! - + * / % == != < <= > >= && || in true false null 0 1 1u 1.5 0x1 f("
    " '' \"a\" b'' r'x' a data data.personal data.level users share title tags today evidence for"
    " .all( .exists( .exists_one( .map( x , .size() size( has( days( timestamp( duration( ?. //"
    " .lowerAscii() .contains( .kind"
)
SOUP = st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=30)


@given(SOUP.map(" ".join) | SOUP.map("".join) | st.text(max_size=60))
@settings(max_examples=500)
def test_whatever_the_text_it_compiles_or_is_refused_with_a_next_step(source: str) -> None:
    assert all(p.reason and p.remedy and p.line for p in problems(source, f__x="x == users"))


def test_a_long_chain_is_fine() -> None:
    assert ask(" || ".join(["false"] * 400 + ["true"])).value is True


def test_the_deepest_nesting_is_fine() -> None:
    depth = limits.NESTING - 1
    assert ask("(" * depth + "true" + ")" * depth).value is True
    assert ask("!" * (depth - 1) + "true").value is True


def in_a_small_stack(act: Callable[[], object]) -> object:
    """Run ``act`` with what is left of Python's default recursion limit after a deep caller."""
    answers: list[object] = []
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(850)
    worker = threading.Thread(target=lambda: answers.append(act()))
    try:
        worker.start()
        worker.join()
    finally:
        sys.setrecursionlimit(limit)
    return answers[0]


def test_the_costliest_nesting_leaves_room_on_the_stack() -> None:
    source = "(urgent || urgent && 1 == 1 + " * 63 + "1" + ")" * 63
    [problem] = cast("tuple[Problem, ...]", in_a_small_stack(lambda: problems(source)))
    assert "deeper than 64" in problem.reason


def exponential(levels: int, body: str) -> dict[str, str]:
    return {"d0(x)": "x"} | {f"d{n}(x)": body.format(f"d{n - 1}") for n in range(1, levels)}


@pytest.mark.parametrize(
    "body", ["{0}(x) && {0}(x)", "{0}({0}(x))", "{0}(x && x)", "[x].all(y, {0}(x) || {0}(x))"]
)
def test_definitions_that_double_are_refused(body: str) -> None:
    with pytest.raises(ConditionError) as caught:
        compile_definitions(exponential(40, body), ENVIRONMENT)
    assert "with its definitions put in" in caught.value.problems[0].reason


def test_an_argument_that_doubles_is_refused() -> None:
    definitions = compile_definitions({"twice(x)": "x && x"}, ENVIRONMENT)
    source = "twice(" * 12 + "urgent" + ")" * 12
    with pytest.raises(ConditionError, match="over 2,000 parts"):
        compile_condition(source, ENVIRONMENT, definitions)


def test_a_chain_of_definitions_is_only_so_deep() -> None:
    with pytest.raises(ConditionError, match="deeper than 64"):
        compile_definitions(exponential(200, "{0}(x)"), ENVIRONMENT)


def test_a_condition_is_no_larger_than_its_limits() -> None:
    waiting, nodes = [compiled(" || ".join(["urgent"] * 399)).tree], 0
    while waiting:
        nodes += 1
        waiting.extend(children(waiting.pop()))
    assert nodes == 400 <= limits.TREE_NODES


def test_lists_inside_lists_run_out_of_steps() -> None:
    condition = compiled("tags.all(a, tags.all(b, tags.all(c, a != '' || b == c)))")
    assert evaluate(condition, {"tags": ["x"] * 10}).value is True
    with pytest.raises(ConditionError, match="100,000 steps"):
        evaluate(condition, {"tags": ["x"] * 1_000})


def test_looking_into_long_lists_takes_steps() -> None:
    condition = compiled("tags.all(a, a in tags)")
    with pytest.raises(ConditionError, match="100,000 steps"):
        evaluate(condition, {"tags": [str(n) for n in range(1_000)]})
