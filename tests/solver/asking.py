"""Questions for the tests of the solver, over the facts of the tests of conditions."""

import datetime as dt
from collections.abc import Mapping

from guard.condition.checker import compile_condition, compile_definitions
from guard.condition.types import TIMESTAMP, ListOf, String, Struct
from guard.solver.question import Question
from guard.solver.search import Found, find
from tests.condition.schema import ENVIRONMENT

TODAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
CONSTANTS = {
    "parameters": {"words": ["sun", "moon"], "day": TODAY, "few": 2},
    "lists": {"dated": {"codes": ["GB", "FR"]}},
}
SPANS = {"dated": (TODAY, TODAY + dt.timedelta(days=30))}
ALL = ENVIRONMENT | {
    "parameters": Struct(
        "parameters",
        {
            "words": ListOf(String()),
            "day": TIMESTAMP,
            "few": ENVIRONMENT["users"],
        },
    ),
    "lists": Struct("lists", {"dated": Struct("dated", {"codes": ListOf(String())})}),
}


def question(source: str, definitions: Mapping[str, str] | None = None) -> Question:
    """``source`` as a question over the facts of tests, two constants and a dated list."""
    ready = compile_definitions(definitions or {}, ALL)
    return Question(compile_condition(source, ALL, ready), CONSTANTS, SPANS)


def asked(source: str, answer: object) -> Found:
    """What is found for one condition and the answer that it should give."""
    return find([question(source)], lambda answers: answers[0] is answer, TODAY)
