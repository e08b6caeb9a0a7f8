import json
from dataclasses import replace
from typing import Any

from guard.errors import Fault, Place
from guard.workbench.lint.forms.sarif import render
from guard.workbench.lint.remark import Linted, Remark, note, refused, warning
from tests.conftest import Faulty

WRONG = refused(Fault("no fact {x}", "write [y]"), "condition")
THERE = replace(WRONG, place=Place("policies/our own.toml", 7, 3, "rule[0].require"))
ODD = warning("always-true", "holds for all", "ask something", Place("own.toml", 9))
SMALL = note("cannot-tell", "not found out", "add an example", Place("own.toml", 12, 1))


def run(*remarks: Remark) -> dict[str, Any]:
    (found,) = json.loads(render(Linted(remarks, {}, 3, 1)))["runs"]
    return dict(found)


def test_it_is_sarif(faulty: Faulty) -> None:
    for remarks in ((), (WRONG, THERE, ODD, SMALL)):
        assert faulty(json.loads(render(Linted(remarks, {}, 3, 1)))) == []


def test_each_remark_stands_at_its_place_with_its_weight() -> None:
    found = run(THERE, ODD, SMALL)
    assert [each["level"] for each in found["results"]] == ["error", "warning", "note"]
    (place,) = found["results"][0]["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "policies/our%20own.toml"},
        "region": {"startLine": 7, "startColumn": 3},
    }
    rules = found["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in found["results"]] == [
        "condition",
        "always-true",
        "cannot-tell",
    ]


def test_what_it_says_is_literal_and_names_the_next_step() -> None:
    (told,) = run(WRONG)["results"]
    assert told["message"]["text"] == "no fact {{x}}. Next: write \\[y\\]"
    assert "locations" not in told


def test_a_remark_is_known_again_where_lines_above_it_come_and_go() -> None:
    moved = replace(THERE, place=replace(THERE.place, line=70))
    elsewhere = replace(THERE, place=replace(THERE.place, path="rule[1].require"))
    prints = [
        each["partialFingerprints"]["remark/v1"] for each in run(THERE, moved, elsewhere)["results"]
    ]
    assert prints[0] == prints[1] != prints[2]
