import json
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from guard.audit.report import SCHEMA, AuditReport
from guard.output_schema import audit as schema
from guard.outputs.json import render
from guard.screen import Screen
from tests.outputs.audits import ALL, COVERED, GONE, WAIVED, report

VALIDATOR = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == SCHEMA


@pytest.mark.parametrize(
    "of", [report(), ALL, report(WAIVED, COVERED, gone=(GONE,), unread=("x.csv: is empty",))]
)
def test_what_is_written_fits(of: AuditReport) -> None:
    written = json.loads(render(of, Screen()))
    VALIDATOR.validate(written)
    assert len(written["audit"]["applications"]) == len(of.applications)


def test_what_is_not_an_audit_does_not_fit() -> None:
    written = json.loads(render(replace(ALL), Screen()))
    assert not VALIDATOR.is_valid(written | {"more": 1})
    assert not VALIDATOR.is_valid(written | {"schema": "urn:another"})
    written["audit"]["applications"][0]["band"] = "fine"
    assert not VALIDATOR.is_valid(written)
