"""JSON documents and JSON Lines: grants, look-ups, and contracts."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.spend.line import Kind
from tests.spend.making import lines, read

GRANTS = [
    {"clientId": "12.apps", "displayText": "Slack", "scopes": ["a", "b"], "userKey": "ann"},
    {"clientId": "13.apps", "displayText": "Zoom", "nativeApp": True, "owner": {"team": "ICT"}},
]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(GRANTS),
        json.dumps({"kind": "tokens", "items": GRANTS}, indent=1),
        "\n".join(map(json.dumps, GRANTS)) + "\n",
        "\ufeff" + "\r\n".join(map(json.dumps, GRANTS)),
    ],
)
def test_a_list_of_objects_in_every_form(tmp_path: Path, content: str) -> None:
    slack, zoom = lines(tmp_path, content, name="list.json")
    assert (slack.kind, slack.supplier, slack.description) == (Kind.OAUTH_GRANT, "Slack", "a b")
    assert zoom.identifiers == ("OAUTH:13.apps",)
    assert zoom.extra == {"nativeApp": "true", "owner.team": "ICT"}
    assert "ann" not in repr(slack)


def test_numbers_stay_as_they_are_written(tmp_path: Path) -> None:
    content = '[{"Supplier": "Zoom", "Amount": 12.10}, {"Supplier": "A", "Amount": null}]'
    found = lines(tmp_path, content, name="list.json")
    assert [str(line.amount) for line in found] == ["12.10", "None"]


def test_a_key_that_comes_late_is_not_silently_dropped(tmp_path: Path) -> None:
    first = '{"Supplier": "Zoom", "Amount": 1}\n'
    late = '{"Supplier": "A", "Amount": 2, "Cancelled": "yes"}\n'
    found, used = read(tmp_path, first * 1000 + late, name="list.jsonl")
    assert len(used) == 1000
    assert found.reasons == {"has more cells than there are columns": 1}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[1, 2]", "no list of objects"),
        ("[" * 100_000, "nested too deeply|not valid JSON"),
        ('{"Supplier": ', "not valid JSON"),
        ('{"Supplier": "A"}\n{"Supplier": ', "list.json:2: is not valid JSON"),
        ("[]", "no list of objects"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(GuardError, match=message):
        lines(tmp_path, content, name="list.json")


def test_lines_of_contracts_keep_their_numbers(tmp_path: Path) -> None:
    award = {"suppliers": [{"name": "Zoom"}], "value": {"amount": 5, "currency": "GBP"}}
    content = "\n".join(
        json.dumps({"ocid": "x", "awards": awards}) for awards in ([], [award], [award, award])
    )
    found, used = read(tmp_path, content, name="list.jsonl")
    assert [line.row for line in used] == [2, 3, 3]
    assert {line.kind for line in used} == {Kind.CONTRACT}
    assert found.reasons == {"is a release without an award to a named supplier": 1}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["Supplier", "ocid", "releases", "a"]), inner, max_size=3)
    ),
    max_leaves=10,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(JSON, min_size=1, max_size=4), st.booleans())
def test_any_json_is_a_list_or_a_fault(tmp_path: Path, items: list[object], one: bool) -> None:
    content = json.dumps(items) if one else "\n".join(map(json.dumps, items))
    try:
        found, used = read(tmp_path, content, name="list.json")
    except GuardError as error:
        remedies = [fault.remedy for fault in error.faults]
    else:
        remedies = ["none needed"] * (found.read == len(used) + sum(found.reasons.values()))
    assert remedies
    assert all(remedies)


@pytest.mark.parametrize(
    "content",
    [
        '{"success": true, "result": {"fields": [{"id": "x"}], "records": [%s]}}',
        '{"fields": [{"name": "Supplier"}], "features": [{"attributes": %s}]}',
        '{"type": "FeatureCollection", "features": [{"geometry": null, "properties": %s}]}',
        '{"value": [%s], "@odata.context": "x"}',
    ],
)
def test_lists_that_portals_wrap_are_found(tmp_path: Path, content: str) -> None:
    item = '{"Supplier": "Zoom", "Amount": 12.50}'
    (line,) = lines(tmp_path, content % item, name="list.json")
    assert (line.supplier, str(line.amount)) == ("Zoom", "12.50")
