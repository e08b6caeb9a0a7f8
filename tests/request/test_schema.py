import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from guard.request.paths import facts
from guard.request.schema import schema
from tests.request.drawn import as_json, requests

SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def test_it_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_questions_are_descriptions() -> None:
    personal = SCHEMA["$defs"]["Data"]["properties"]["personal"]
    assert personal["description"] == facts()["data.personal"].question
    assert personal["asked_of"] == "requester"


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(requests)
def test_it_takes_every_request(request: dict[str, Any]) -> None:
    VALIDATOR.validate(json.loads(as_json(request)))


@pytest.mark.parametrize(
    "request_",
    [
        {"data": {"personal": {"value": True, "source": "x", "by": "y", "on": "2026-11-22"}}},
        {"data": {"subjects": {"value": ["staff"]}}},
        {"contract": {"value": {"value": {"amount": 5, "currency": "GBP"}, "by": "x"}}},
        {"evidence": {"value": [], "source": "mail"}},
        {"evidence": [{"kind": {"value": "sbom", "by": "x"}}]},
    ],
)
def test_it_takes_wrapped_facts(request_: dict[str, object]) -> None:
    VALIDATOR.validate(request_)


@pytest.mark.parametrize(
    "request_",
    [
        {"approvals": []},
        {"dta": {}},
        {"data": {"personnel": True}},
        {"data": {"personal": "yes"}},
        {"data": {"personal": {"value": "yes"}}},
        {"data": {"personal": {"value": True, "sorce": "x"}}},
        {"data": {"value": {"personal": True}}},
        {"contract": {"value": {"amount": "5", "currency": "GBP"}}},
        {"request": {"kind": "New"}},
    ],
)
def test_it_refuses_what_reading_refuses(request_: dict[str, object]) -> None:
    assert not VALIDATOR.is_valid(request_)
