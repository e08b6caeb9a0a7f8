import datetime as dt
import json
from decimal import Decimal

import pytest

from guard.border.document import parse_json, parse_toml
from guard.policy.model import OwnFact
from guard.policy.own_facts import with_own_facts
from guard.request.fact import Answerer
from guard.request.reading import GivenFacts, read_request
from tests.making import assessed, bench, faults, rule, told

DECLARED = [
    OwnFact.model_validate(
        {"name": name, "type": kind, "question": "?", "ask_of": Answerer.IT, "values": values}
    )
    for name, kind, values in (
        ("agreed", "yes-no", []),
        ("seats", "whole-number", []),
        ("share", "number", []),
        ("sponsor", "text", []),
        ("tier", "text", ["gold", "silver"]),
        ("tags", "list-of-text", ["a", "b"]),
        ("since", "date", []),
    )
]
MIDNIGHT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def local(text: str, *, kind: str = "toml") -> GivenFacts:
    read = (
        parse_toml(f"[local]\n{text}", "r.toml")
        if kind == "toml"
        else parse_json(json.dumps({"local": json.loads(text)}), "r.json")
    )
    return with_own_facts(read_request(read), DECLARED)


def test_values_of_each_type_are_taken_from_toml() -> None:
    given = local(
        'agreed = true\nseats = 3\nshare = 1\nsponsor = "Ann"\ntier = "gold"\ntags = ["b"]\n'
        'since = { value = 2026-01-01, by = "Ann" }'
    )
    assert given.values["local"] == {
        "agreed": True,
        "seats": 3,
        "share": Decimal(1),
        "sponsor": "Ann",
        "tier": "gold",
        "tags": ["b"],
        "since": MIDNIGHT,
    }
    assert given.provenance["local.since"].by == "Ann"


def test_a_date_in_json_is_text() -> None:
    given = local('{"since": "2026-01-01", "sponsor": "2026-01-01"}', kind="json")
    assert given.values["local"] == {"since": MIDNIGHT, "sponsor": "2026-01-01"}


def test_a_name_that_is_not_declared_is_met_with_the_nearest() -> None:
    said = told(lambda: local('spnsor = "Ann"'))
    assert (
        said == 'r.toml:2:1: local.spnsor: there is no fact "spnsor"\n    -> did you mean sponsor?'
    )


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ('agreed = "yes"', "write true or false"),
        ("seats = 1.5", "write a whole number"),
        ("seats = true", "write a whole number"),
        ('share = "1"', "write a number"),
        ("sponsor = 1", "write text in quotation marks"),
        ('tier = "golden"', "did you mean gold? use one of gold, silver"),
        ('tags = ["a", "x"]', "use one of a, b"),
        ('tags = "a"', "write a list in square brackets"),
        ('since = "1 May"', "write a date, such as 2026-11-22"),
        ("since = 2026", "write a date, such as 2026-11-22"),
    ],
)
def test_a_value_of_another_type_is_told_what_to_write(text: str, remedy: str) -> None:
    (fault,) = faults(lambda: local(text))
    assert fault.remedy == remedy
    assert (fault.place.file, fault.place.line, fault.place.column) == ("r.toml", 2, 1)


def test_all_faults_come_at_once() -> None:
    assert len(faults(lambda: local('agreed = 1\nother = 2\ntier = "x"'))) == 3


def test_a_request_without_own_facts_is_left_alone() -> None:
    given = read_request(parse_toml("[data]\npersonal = true", "r.toml"))
    assert with_own_facts(given, DECLARED) is given


def test_own_facts_are_first_class_in_an_assessment() -> None:
    declared = '[[fact]]\nname = "share"\ntype = "number"\nquestion = "How much?"\nask_of = "it"'
    ready = bench(declared, rule(require="local.share > 0.5"))
    assert assessed(ready, local={"share": 1}).report.verdict == "permit"
    (asked,) = assessed(ready).report.missing
    assert (asked.fact, asked.question, asked.ask_of) == ("local.share", "How much?", "it")
    assert "write a number" in told(lambda: assessed(ready, local={"share": "1"}))
