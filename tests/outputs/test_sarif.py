import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from guard.audit.report import ApplicationAnswer, AuditReport
from guard.outputs.sarif import render
from guard.screen import Screen
from tests.conftest import Faulty
from tests.formats.reports import is_harmless
from tests.outputs.audits import (
    ALL,
    BRICKS,
    BYPASS,
    CLEAR,
    COVERED,
    FORBIDDEN,
    GONE,
    LIKELY,
    LOOK,
    NEW,
    POSSIBLE,
    TEXTS,
    UNCHECKED,
    UNDECIDED,
    WAIVED,
    WORSE,
    hostile,
    report,
)


def run(of: AuditReport) -> dict[str, Any]:
    (found,) = json.loads(render(of, Screen()))["runs"]
    return dict(found)


def results(*applications: ApplicationAnswer) -> list[dict[str, Any]]:
    return list(run(report(*applications))["results"])


@pytest.mark.parametrize(
    "of", [report(), ALL, report(WAIVED, COVERED, NEW, WORSE, gone=(GONE,), unread=("x.csv: no",))]
)
def test_it_is_sarif(of: AuditReport, faulty: Faulty) -> None:
    assert faulty(json.loads(render(of, Screen()))) == []


def test_the_schema_refuses_what_is_not_sarif(faulty: Faulty) -> None:
    assert faulty({"version": "2.1.0", "runs": [{"results": []}]})


@pytest.mark.parametrize(
    ("application", "kind", "level", "rule"),
    [
        (BYPASS, "fail", "error", "SHI-01"),
        (LIKELY, "fail", "warning", "SHI-01"),
        (FORBIDDEN, "fail", "warning", "CORE-01"),
        (LOOK, "review", "none", "SHI-04"),
        (UNDECIDED, "open", "none", "CORE-01"),
        (UNCHECKED, "open", "none", "SHI-04"),
    ],
)
def test_each_application_is_one_result(
    application: ApplicationAnswer, kind: str, level: str, rule: str
) -> None:
    of = run(report(application))
    (result,) = of["results"]
    assert (result["kind"], result["level"], result["ruleId"]) == (kind, level, rule)
    assert of["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == rule


@pytest.mark.parametrize("application", [POSSIBLE, BRICKS, CLEAR])
def test_what_no_rule_speaks_of_is_no_result(application: ApplicationAnswer) -> None:
    assert results(application) == []


def test_a_result_says_where_and_how_it_is_known_again() -> None:
    (result,) = results(BYPASS)
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "lists/may%202026.csv"},
                "region": {"startLine": 7},
            }
        }
    ]
    assert len(result["relatedLocations"]) == 1
    assert result["partialFingerprints"]["application/v1"] == "f-Forms/unmanaged"
    assert result["partialFingerprints"]["primaryLocationLineHash"] == "f-Forms/unmanaged:1"
    assert result["properties"]["signals"] == {"SHI-04": 15, "SHI-01": 30}
    assert result["properties"]["spent"] == [{"currency": "GBP", "amount": "1200.50"}]
    assert "baselineState" not in result


def test_a_file_anywhere_is_a_uri() -> None:
    (place, *_) = BYPASS.places
    (result,) = results(replace(BYPASS, places=(replace(place, file="/a b/#c.csv", row=0),)))
    (location,) = result["locations"]
    assert location == {"physicalLocation": {"artifactLocation": {"uri": "file:///a%20b/%23c.csv"}}}


@pytest.mark.parametrize(
    ("application", "state"), [(COVERED, "unchanged"), (NEW, "new"), (WORSE, "updated")]
)
def test_a_baseline_marks_results(application: ApplicationAnswer, state: str) -> None:
    (result,) = results(application)
    assert result["baselineState"] == state


def test_a_waiver_suppresses_a_result_and_hides_nothing() -> None:
    (result,) = results(WAIVED)
    assert (result["ruleId"], result["kind"]) == ("CORE-01", "fail")
    (suppression,) = result["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert suppression["justification"] == (
        "it is old. Instead: it is watched. By Ann, until 2027-01-31."
    )


def test_rules_are_described() -> None:
    first, *_ = run(ALL)["tool"]["driver"]["rules"]
    assert first["id"] == "SHI-01"
    assert first["shortDescription"] == {"text": "It is known"}
    assert first["fullDescription"] == {"text": "Because."}
    assert first["help"] == {"text": "Do it. Source: A source."}
    assert first["defaultConfiguration"] == {"level": "warning"}
    assert "helpUri" not in first


def test_a_rule_leads_to_its_source(faulty: Faulty) -> None:
    (rule, *_) = ALL.rules
    of = report(BYPASS, rules=(replace(rule, url="https://e.example/a b"),))
    (described,) = run(of)["tool"]["driver"]["rules"]
    assert described["helpUri"] == "https://e.example/a%20b"
    assert faulty(json.loads(render(of, Screen()))) == []


def test_what_was_not_read_is_told() -> None:
    (invocation,) = run(report(unread=("x.csv: is [empty]",), gone=(GONE,)))["invocations"]
    assert invocation["executionSuccessful"] is False
    told = [each["message"]["text"] for each in invocation["toolExecutionNotifications"]]
    assert told[:3] == [
        "Not read: x.csv: is \\[empty\\]",
        "2 of 10 rows not used: names the columns",
        "Gone since the baseline: Fax (unmanaged, since 2026-02-01)",
    ]
    assert run(ALL)["invocations"][0]["executionSuccessful"] is True


@given(TEXTS, TEXTS, TEXTS)
def test_no_name_does_harm(faulty: Faulty, name: str, supplier: str, area: str) -> None:
    of = hostile(name, supplier, area)
    written = render(of, Screen())
    assert is_harmless(written)
    assert faulty(json.loads(written)) == []
    result, *_ = run(of)["results"]
    assert result["properties"]["application"] == of.findings[0].name
    assert _read(result["message"]["text"]).startswith(of.findings[0].name)


def _read(message: str) -> str:
    """A message as the standard reads it; a link or a placeholder would be an error."""
    out, at = [], 0
    while at < len(message):
        char = message[at]
        assert char not in "[]"
        if char in "\\{}":
            at += 1
            assert message[at] == char if char in "{}" else message[at] in "\\[]"
        out.append(message[at])
        at += 1
    return "".join(out)
