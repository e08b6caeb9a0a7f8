from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from lxml import etree

from guard.audit.report import ApplicationAnswer, AuditReport
from guard.outputs.junit import render
from guard.screen import Screen
from tests.outputs.audits import (
    ALL,
    BRICKS,
    BYPASS,
    CLEAR,
    COVERED,
    FORBIDDEN,
    LIKELY,
    LOOK,
    POSSIBLE,
    TEXTS,
    UNCHECKED,
    UNDECIDED,
    UNTOLD,
    WAIVED,
    WORSE,
    hostile,
    report,
)


def suites(of: AuditReport) -> Any:
    return etree.fromstring(render(of, Screen()).encode())


def case(application: ApplicationAnswer) -> Any:
    (found,) = suites(report(application)).findall("testsuite[@name='applications']/testcase")
    return found


@pytest.fixture(scope="session")
def schema(vectors: Path) -> Any:
    return etree.XMLSchema(etree.parse(vectors / "JUnit.xsd"))


@pytest.mark.parametrize(
    "of", [report(), ALL, report(WAIVED, COVERED, unread=("x.csv: is empty",), notes=("Note",))]
)
def test_it_is_junit(of: AuditReport, schema: Any) -> None:
    schema.assertValid(suites(of))


def test_the_schema_refuses_what_is_not_junit(schema: Any) -> None:
    assert not schema.validate(etree.fromstring("<testsuites><testcase/></testsuites>"))


@pytest.mark.parametrize("application", [BYPASS, LIKELY, FORBIDDEN, WORSE])
def test_what_is_grave_fails(application: ApplicationAnswer) -> None:
    (failure,) = case(application)
    assert failure.tag == "failure"
    assert failure.get("message").startswith(application.name)


def test_a_failure_says_why_where_and_what_next() -> None:
    (failure,) = case(BYPASS)
    assert failure.get("type") == "SHI-01"
    assert failure.get("message") == (
        "Forms bypasses IT (45 of 100 points): a card paid (+15), nobody knows it (+30);"
        " it may not be used as it is (CORE-01)"
    )
    assert failure.text == (
        "1,200.50 GBP in 2 lines, 2026-01-05 to 2026-03-05\n"
        "lists/may 2026.csv:7\nlists/may 2026.csv:9\n"
        "Next: Pay by order.\nNext: Tell IT."
    )


@pytest.mark.parametrize(
    "application", [LOOK, UNDECIDED, UNCHECKED, POSSIBLE, UNTOLD, COVERED, WAIVED]
)
def test_what_is_not_settled_is_skipped_and_says_so(application: ApplicationAnswer) -> None:
    (skipped,) = case(application)
    assert skipped.tag == "skipped"
    assert skipped.get("message").startswith(application.name)


def test_a_waiver_is_told() -> None:
    (skipped,) = case(WAIVED)
    assert skipped.text == (
        "CORE-01: Waived by Ann until 2027-01-31 (in a file, not signed): it is old. "
        "Instead: it is watched"
    )


def test_what_nothing_speaks_against_passes() -> None:
    assert len(case(CLEAR)) == 0


def test_what_is_not_software_is_no_test() -> None:
    assert suites(report(BRICKS)).findall("testsuite[@name='applications']/testcase") == []


def test_tests_are_counted() -> None:
    first, second = suites(replace(ALL, unread=("x.csv: is empty",)))
    counted = ("tests", "failures", "errors", "skipped")
    assert [first.get(name) for name in counted] == ["9", "3", "0", "5"]
    assert [second.get(name) for name in counted] == ["2", "0", "1", "0"]
    (error,) = second.findall("testcase/error")
    assert error.get("message") == "x.csv: is empty"


@given(TEXTS, TEXTS, TEXTS)
def test_no_name_does_harm(schema: Any, name: str, supplier: str, area: str) -> None:
    of = hostile(name, supplier, area)
    found = suites(of)
    schema.assertValid(found)
    names = [each.get("name") for each in found.findall("testsuite[@id='0']/testcase")]
    assert names == [each.name for each in of.applications]
