import json

from guard.screen import Screen
from guard.workbench.impact.views.json import SCHEMA, render
from tests.workbench.impact.views.making import made

SHOWN = json.loads(render(made(), Screen(100, colour=False)))


def test_the_answer_is_stamped() -> None:
    assert SHOWN["schema"] == SCHEMA
    assert (SHOWN["as_of"], SHOWN["in_the_past"]) == ("2026-11-22", False)
    assert (SHOWN["new"], SHOWN["old"]) == ("next.toml (ours 2)", "ours 1")
    assert SHOWN["beside"] == ["core 2026.1"]
    assert (SHOWN["changes_decisions"], SHOWN["not_proved"]) == (True, ["AA-05"])


def test_rules_are_told_with_what_differs() -> None:
    first, *_ = SHOWN["rules"]
    assert (first["rule"], first["kind"], first["level"]) == ("AA-01", "changed", "block")
    assert first["differences"][0] == {"what": "when", "before": "true", "after": "data.personal"}


def test_a_request_is_written_as_a_record_has_its_facts() -> None:
    assert SHOWN["searched"][0]["example"] == {
        "facts": {
            "data": {"personal": True},
            "evidence": [{"expires": "2027-01-01"}],
            "contract": {"value": {"amount": "1.50"}},
        },
        "on": "2026-11-22",
        "before": "pass",
        "after": "fail",
        "verdict_before": "refer",
        "verdict_after": "deny",
    }
    assert SHOWN["searched"][3] == {
        "rule": "AA-05",
        "answer": "not-proved",
        "why": "texts in the order of the alphabet",
    }


def test_every_decision_that_changes_is_there() -> None:
    (ledger,) = SHOWN["compared"]
    (changed,) = ledger["changed"]
    assert (changed["request"], changed["application"]) == ("R-1", "Sheets")
    assert changed["after"] == {
        "verdict": "deny",
        "blocking": ["AA-01"],
        "undecided": [],
        "to_sign": ["ciso"],
        "band": "clear",
    }
    assert ledger["verdicts"][1] == {"before": "permit", "after": "deny", "cases": 1}
    assert ledger["rules"] == [
        {"rule": "AA-01", "before": "pass", "after": "fail (block)", "cases": 1}
    ]
    assert (ledger["unread"], ledger["seconds"]) == ({"it was erased": 2}, 1.25)
