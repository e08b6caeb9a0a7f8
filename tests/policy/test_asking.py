import datetime as dt
from itertools import product

from guard.condition.step import UNKNOWN
from guard.finding import apply_rule
from guard.policy.asking import asked, moment, outcome
from guard.solver.search import Witness, find
from tests.making import listed, policies, rule

ON = dt.date(2026, 11, 22)


def test_a_rule_is_asked_with_its_parameters_and_lists() -> None:
    tables = "[parameters]\nday = 2026-01-01\n"
    require = "application.name in lists.eea.c && today > parameters.day"
    made = policies(tables, rule(require=require), lists=(listed("eea", ON, c=["FR"]),))
    question = asked(made.rules[0].require, made.rules[0], made)
    assert question.constants == {
        "parameters": {"day": moment(dt.date(2026, 1, 1))},
        "lists": {"eea": {"c": ["FR"]}},
    }
    assert question.spans == {"eea": (moment(dt.date(2020, 1, 1)), moment(ON))}
    found = find([question], lambda answers: answers[0] is True, moment(ON))
    assert isinstance(found, Witness)
    assert found.facts == {"application": {"name": "FR"}}


def test_the_outcome_is_what_applying_a_rule_says() -> None:
    values = {True: "data.personal", False: "!data.personal", UNKNOWN: "data.large_scale"}
    for when, require in product(values, repeat=2):
        made = policies(rule(when=values[when], require=values[require]))
        finding = apply_rule(made.rules[0], made, {"data": {"personal": True}}, ON)
        assert finding.outcome == outcome(when, require)
