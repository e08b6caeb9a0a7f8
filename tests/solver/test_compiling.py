"""The diagram of a condition answers as the evaluator does, for every value that is tried."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from guard.condition.evaluator import evaluate
from guard.condition.step import UNKNOWN
from guard.solver.compiling import Compiler, Facts, UnsupportedError
from guard.solver.diagram import Diagrams
from guard.solver.domain import domain_of
from guard.solver.question import Key
from guard.solver.terms import number
from guard.solver.uses import Collector, Uses
from guard.solver.writing import written
from tests.solver.asking import CONSTANTS, SPANS, TODAY, question


def compiled(source: str) -> tuple[Diagrams, Facts, Uses, int]:
    asked = question(source)
    collector = Collector()
    collector.add(asked)
    domain = domain_of(collector.uses, number(TODAY) or Decimal(0), 3)
    diagrams = Diagrams(100_000)
    facts = Facts(diagrams, collector.uses, domain)
    return diagrams, facts, collector.uses, Compiler(facts, asked).whole()


@pytest.mark.parametrize(
    "source",
    [
        "urgent && !data.personal || data.special",
        "users > 2 ? urgent : data.personal",
        "has(data.host) && data.host.shared",
        "tags.exists(t, t == title)",
        "title in tags || urgent",
        "evidence.all(e, e.valid) && size(evidence) != 1",
        "evidence.exists_one(e, e.valid)",
        "size([urgent, users > 1]) == 2",
        "parameters.words.all(w, w != title)",
        "title in lists.dated.codes",
        "data.since - today <= days(1)",
    ],
)
def test_a_diagram_answers_as_the_evaluator_does(source: str) -> None:
    diagrams, facts, uses, whole = compiled(source)
    condition = question(source).condition
    choices = [range(len(variable.values)) for variable in facts.variables]
    for branches in product(*choices):
        chosen: dict[Key, object] = {
            variable.key: variable.values[branch]
            for variable, branch in zip(facts.variables, branches, strict=True)
        }
        today = chosen.pop(("today",), TODAY)
        values: dict[str, Any] = written(chosen, uses) | CONSTANTS | {"today": today}
        first, last = SPANS["dated"]
        if not first <= values["today"] <= last:
            values["lists"] = {}
        assert diagrams.follow(whole, branches) is evaluate(condition, values).value, values


def test_what_has_no_diagram_is_told() -> None:
    with pytest.raises(UnsupportedError):
        compiled("[users, size(tags)].exists(n, n > 1)")


def test_an_unknown_list_is_unknown_throughout() -> None:
    diagrams, facts, _, whole = compiled("tags.exists(t, t == 'x')")
    absent = [
        variable.values.index(UNKNOWN) if UNKNOWN in variable.values else 0
        for variable in facts.variables
    ]
    assert diagrams.follow(whole, absent) is UNKNOWN
