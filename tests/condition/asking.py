"""Short ways to ask, for these tests."""

from datetime import UTC, datetime
from typing import Any

from guard.condition.checker import compile_condition, compile_definitions
from guard.condition.evaluator import evaluate
from guard.condition.problem import ConditionError, Problem
from guard.condition.step import Step
from guard.condition.tree import Condition
from tests.condition.schema import ENVIRONMENT

TODAY = datetime(2026, 1, 1, tzinfo=UTC)


def compiled(source: str, **definitions: str) -> Condition:
    """Compile over the facts of the schema; ``holds__kind="…"`` defines ``holds(kind)``."""
    raw = {}
    for name, body in definitions.items():
        first, *parameters = name.split("__")
        raw[f"{first}({', '.join(parameters)})"] = body
    return compile_condition(source, ENVIRONMENT, compile_definitions(raw, ENVIRONMENT))


def ask(source: str, facts: dict[str, Any] | None = None, **definitions: str) -> Step:
    return evaluate(compiled(source, **definitions), facts or {})


def problems(source: str, **definitions: str) -> tuple[Problem, ...]:
    """What is wrong with ``source``; nothing wrong is an empty answer."""
    try:
        compiled(source, **definitions)
    except ConditionError as error:
        return error.problems
    return ()


def only_problem(source: str, **definitions: str) -> Problem:
    [problem] = problems(source, **definitions)
    return problem
