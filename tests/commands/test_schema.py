import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.office import BOSS, CISO, Office, codes, try_examples


def schema(office: Office, of: str) -> Draft202012Validator:
    answer = office.guard("schema", of)
    assert answer.code == 0
    found: dict[str, Any] = json.loads(answer.out)
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def test_the_examples_run(office: Office) -> None:
    assert codes(try_examples(office, "schema")) == [0, 0]
    assert json.loads((office.folder / "policy.schema.json").read_text())


@pytest.mark.parametrize("personal", ["personal = true", "personal = false", ""])
def test_a_report_is_as_its_schema_says(office: Office, personal: str) -> None:
    office.edit("request.toml", "personal = true", personal)
    report = json.loads(office.guard("check", "request.toml", "--format", "json").out)
    validator = schema(office, "report")
    assert not list(validator.iter_errors(report))
    assert list(validator.iter_errors(report | {"more": 1}))


def test_an_audit_is_as_its_schema_says(office: Office) -> None:
    (office.folder / "spend.csv").write_text(
        "Supplier,Date,Amount,Department\nMailchimp,2026-01-05,12.50,Parks\nBricks Ltd,,7,\n"
    )
    answer = office.guard("audit", "spend.csv", "--exit-zero", "--format", "json")
    audit = json.loads(answer.out)
    validator = schema(office, "audit")
    assert audit["audit"]["applications"]
    assert not list(validator.iter_errors(audit))
    assert list(validator.iter_errors(audit | {"more": 1}))


def test_a_request_that_guard_reads_is_as_its_schema_says(office: Office) -> None:
    validator = schema(office, "request")
    assert not list(validator.iter_errors({"request": {"id": "R-1"}, "data": {"personal": True}}))
    assert list(validator.iter_errors({"data": {"personal": "perhaps"}}))
    assert list(validator.iter_errors({"approvals": []}))


@pytest.mark.parametrize(
    ("of", "command", "content"),
    [
        ("published", ("register",), "register"),
        ("due", ("due", "--within", "400d"), "due"),
        ("recheck", ("recheck",), "cases"),
    ],
)
def test_what_the_ledger_tells_is_as_its_schema_says(
    office: Office, of: str, command: tuple[str, ...], content: str
) -> None:
    condition = ("--condition", "Switch on MFA; it-desk; 2026-12-15")
    assert office.guard("approve", "request.toml", *BOSS, *condition).code == 0
    assert office.guard("approve", "request.toml", *CISO).code == 0
    told = json.loads(office.guard(*command, "--format", "json").out)
    validator = schema(office, of)
    assert told[content]
    assert not list(validator.iter_errors(told))
    assert list(validator.iter_errors(told | {"more": 1}))
