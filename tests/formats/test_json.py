import json

import jsonschema
import pytest
from hypothesis import given

from guard.formats.json import render
from guard.output_schema import report as schema
from guard.report import SCHEMA, Report
from guard.screen import Screen
from tests.formats.reports import DENY, PERMIT, REFER, TEXTS, hostile, is_harmless

VALIDATOR = jsonschema.Draft202012Validator(
    schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


@pytest.mark.parametrize("reports", [[], [PERMIT], [PERMIT, REFER, DENY]])
def test_what_is_written_fits_the_schema(reports: list[Report]) -> None:
    written = json.loads(render(reports, Screen()))
    VALIDATOR.validate(written)
    assert written["schema"] == SCHEMA
    assert [each["verdict"] for each in written["reports"]] == [r.verdict for r in reports]


def test_the_schema_is_one_itself_and_closed() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    written = json.loads(render([DENY], Screen()))
    assert VALIDATOR.is_valid(written)
    assert not VALIDATOR.is_valid(written | {"more": 1})
    del written["reports"][0]["verdict"]
    assert not VALIDATOR.is_valid(written)


def test_values_are_those_of_json() -> None:
    (written,) = json.loads(render([DENY], Screen()))["reports"]
    assert written["on"] == "2026-11-22"
    assert written["bypass"] == {
        "band": "likely",
        "points": 40,
        "signals": [{"rule": "AA-05", "sign": "it was found in use", "points": 40}],
        "not_checked": [],
        "checked": 1,
        "of": 1,
        "waived": [],
    }
    first, *_ = written["rules"]
    assert first["seen"] == [{"fact": "data.personal", "value": "yes", "source": "request"}]
    assert (first["upcoming_from"], first["binds"]) == (None, None)


@given(TEXTS, TEXTS)
def test_no_name_does_harm(name: str, supplier: str) -> None:
    written = render([hostile(name, supplier)], Screen())
    assert is_harmless(written)
    VALIDATOR.validate(json.loads(written))
