import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from guard.border.document import parse_json, parse_toml
from guard.errors import Fault, GuardError
from guard.request.fact import LONGEST_TEXT
from guard.request.faults import MOST
from guard.request.model import Request
from guard.request.provenance import Provenance
from guard.request.reading import read_request, ready
from tests.request.drawn import as_json, as_toml, requests


def values(toml: str) -> dict[str, Any]:
    return dict(read_request(parse_toml(toml, "r.toml")).values)


def faults(text: str, *, kind: str = "toml") -> tuple[Fault, ...]:
    parse = parse_toml if kind == "toml" else parse_json
    with pytest.raises(GuardError) as refused:
        read_request(parse(text, f"r.{kind}"))
    return refused.value.faults


def test_values_are_ready_for_conditions() -> None:
    read = values(
        """
        [request]
        kind = "renewal"
        created = 2026-11-01
        [contract.value]
        amount = 12.50
        currency = "GBP"
        [[evidence]]
        kind = "sbom"
        """
    )
    assert read == {
        "request": {"kind": "renewal", "created": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)},
        "contract": {"value": {"amount": Decimal("12.50"), "currency": "GBP"}},
        "evidence": [{"kind": "sbom"}],
    }
    assert type(read["request"]["kind"]) is str


def test_nothing_given_is_nothing_known() -> None:
    assert values("") == {}


def test_absent_and_none_differ() -> None:
    assert values("integrations = []") == {"integrations": []}
    assert values("[data]") == {"data": {}}


def test_null_is_not_known() -> None:
    document = parse_json(
        '{"data": {"personal": null}, "ai": null, "local": {"a": null}}', "r.json"
    )
    assert read_request(document).values == {"data": {}, "local": {}}


def test_provenance_is_by_dotted_path() -> None:
    document = parse_toml(
        """
        data.personal = { value = true, source = "form 7", by = "A. Person", on = 2026-11-01 }
        [[hosting.locations]]
        country = { value = "GB", source = "contract" }
        """,
        "r.toml",
    )
    read = read_request(document)
    assert read.values == {
        "data": {"personal": True},
        "hosting": {"locations": [{"country": "GB"}]},
    }
    assert read.provenance == {
        "data.personal": Provenance("form 7", "A. Person", dt.date(2026, 11, 1)),
        "hosting.locations[0].country": Provenance("contract"),
    }
    assert read.document is document


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    found = faults(
        """
        [data]
        personal = "yes"
        records = { value = 5, sorce = "x" }
        [nowhere]
        [request]
        kind = "New"
        """
    )
    assert [fault.place.path for fault in found] == [
        "data.personal",
        "data.records.sorce",
        "nowhere",
        "request.kind",
    ]
    assert [fault.place.line for fault in found] == [3, 4, 5, 7]


def test_approvals_are_never_typed_in() -> None:
    (fault,) = faults('[[approvals]]\nrole = "ciso"\ndecision = "approve"')
    assert "approvals" in fault.what
    assert "guard approve" in fault.remedy


@pytest.mark.parametrize(
    "text",
    [
        '[data]\npersonal = "true"',
        "[data]\npersonal = 1",
        "[data]\nrecords = 5.0",
        "[data]\nrecords = true",
        "[request]\nid = 5",
        "[request]\ncreated = 2026-11-01T00:00:00",
        "[request]\ncreated = 2026-11-01T00:00:00Z",
        "[request]\ncreated = 12:00:00",
        "[contract.value]\namount = nan\ncurrency = 'GBP'",
        "[contract.value]\namount = inf\ncurrency = 'GBP'",
        "data = true",
        "[evidence]\nkind = 'sbom'",
        "[Data]\npersonal = true",
        "[data]\nPersonal = true",
        "[data]\n'' = true",
    ],
)
def test_nothing_is_coerced(text: str) -> None:
    assert len(faults(text)) == 1


@pytest.mark.parametrize("text", ["[]", "5", '"x"', "null"])
def test_a_request_is_an_object(text: str) -> None:
    assert faults(text, kind="json")


def test_a_text_of_a_megabyte_is_refused_in_few_words() -> None:
    document = parse_toml("[request]", "r.toml")
    document.data["request"]["reason"] = "x" * 2**20
    with pytest.raises(GuardError) as refused:
        read_request(document)
    (fault,) = refused.value.faults
    assert "1048576 characters" in fault.what
    assert str(LONGEST_TEXT) in fault.remedy
    assert len(str(refused.value)) < 300


def test_a_key_of_a_megabyte_is_refused_in_few_words() -> None:
    document = parse_toml("[request]", "r.toml")
    document.data["request"]["x" * 2**20] = 1
    document.data["y" * 2**20] = 1
    with pytest.raises(GuardError) as refused:
        read_request(document)
    assert all(len(fault.what) < 120 for fault in refused.value.faults)


def test_thousands_of_strange_groups_are_counted_not_told() -> None:
    found = faults("\n".join(f"[g{number}]" for number in range(5000)))
    assert len(found) == MOST + 1
    assert any(fault.what.startswith(f"{5000 - MOST} more") for fault in found)


def test_thousands_of_strange_facts_are_counted_not_told() -> None:
    found = faults("[data]\n" + "\n".join(f"f{number} = 1" for number in range(5000)))
    assert len(found) == MOST + 1
    assert any(fault.what.startswith(f"{5000 - MOST} more") for fault in found)


def test_thousands_of_wrong_wrappings_are_not_all_told() -> None:
    items = "\n".join('[[evidence]]\nkind = {value = "sbom", x = 1}' for _ in range(2000))
    assert len(faults(items)) == MOST


@pytest.mark.parametrize("sign", ["\x1b[31m", "\u202e", "\u200b", "\x07", "\r"])
def test_what_acts_on_a_terminal_is_made_visible(sign: str) -> None:
    name = json.dumps(f"a{sign}b")
    text = f'{{"data": {{"personal": {name}, {name}: 1}}, {name}: {{}}}}'
    for fault in faults(text, kind="json"):
        assert sign not in str(fault)
        assert "\\u{" in str(fault)


def test_escapes_in_values_are_kept_for_whoever_shows_them() -> None:
    read = values('[supplier]\nlegal_name = "Evil\\u001b[31m Ltd"')
    assert read["supplier"]["legal_name"] == "Evil\x1b[31m Ltd"


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(requests)
def test_what_is_written_is_what_is_read(request: dict[str, Any]) -> None:
    expected = ready(Request.model_validate(request))
    toml = "\n".join(f"{group} = {as_toml(facts)}" for group, facts in request.items())
    assert read_request(parse_json(as_json(request), "r.json")).values == expected
    assert values(toml) == expected
    assert _shape(expected) == _shape(request)


def _shape(value: Any) -> Any:
    """The keys of a value and the lengths of its lists: what reading may never change."""
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in sorted(value.items())}
    return [_shape(inner) for inner in value] if isinstance(value, list) else "."
