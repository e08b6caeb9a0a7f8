"""Contracts: what a row has of an award, and that a shared value is nobody's."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.spend.releases import HEADER, is_open_contracting, rows

ZOOM = {
    "id": "GB-COH-01234567",
    "name": "Zoom UK",
    "identifier": {"scheme": "GB-COH", "id": "01234567"},
    "additionalIdentifiers": [{"scheme": "XI-DUNS", "id": "12"}],
    "details": {"url": "https://zoom.us"},
}
RELEASE: dict[str, Any] = {
    "ocid": "ocds-1",
    "buyer": {"name": "Our Council"},
    "tender": {
        "title": "Meetings",
        "classification": {"scheme": "CPV", "id": "48500000", "description": "Software"},
    },
    "parties": [ZOOM],
    "awards": [
        {
            "date": "2024-05-04T00:00:00Z",
            "status": "active",
            "value": {"amount": "9.50", "currency": "GBP"},
            "suppliers": [{"id": "GB-COH-01234567", "name": "Zoom UK"}],
        }
    ],
}


def row(data: dict[str, Any]) -> dict[str, str]:
    (found,) = rows(data)
    return dict(zip(HEADER, found, strict=True))


def test_a_row_of_an_award() -> None:
    assert row(RELEASE) == {
        "Award date": "2024-05-04",
        "Supplier name": "Zoom UK",
        "Description": "Meetings",
        "Value": "9.50",
        "Currency": "GBP",
        "Procurement category": "CPV 48500000 Software",
        "Buyer": "Our Council",
        "OCDS party": "GB-COH:01234567 XI-DUNS:12 GB-COH-01234567",
        "Website": "https://zoom.us",
        "ocid": "ocds-1",
        "status": "active",
    }


@pytest.mark.parametrize(
    "package",
    [
        {"releases": [RELEASE]},
        {"records": [{"ocid": "ocds-1", "compiledRelease": RELEASE}]},
        {"ocid": "ocds-1", "releases": [{"ocid": "ocds-1"}, RELEASE]},
    ],
)
def test_packages_and_records_hold_the_same(package: dict[str, Any]) -> None:
    assert is_open_contracting(package)
    found = list(rows(package))
    assert found[-1] == next(rows(RELEASE))


def test_an_award_to_two_names_both_and_gives_its_value_to_neither() -> None:
    award = RELEASE["awards"][0] | {"suppliers": [{"name": "A"}, {"name": "B"}]}
    found = [dict(zip(HEADER, one, strict=True)) for one in rows(RELEASE | {"awards": [award]})]
    assert [(one["Supplier name"], one["Value"]) for one in found] == [("A", ""), ("B", "")]


def test_a_release_without_an_award_is_one_row_that_names_nobody() -> None:
    assert row(RELEASE | {"awards": []})["Supplier name"] == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["awards", "suppliers", "parties", "tender", "buyer", "value", "name", "id", "ocid"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*RELEASE, "records", "releases"]), JSON))
def test_anything_gives_whole_rows(data: dict[str, Any]) -> None:
    assert all(len(found) == len(HEADER) for found in rows(data))


@pytest.mark.parametrize("data", [None, [], {"items": []}, "ocid"])
def test_other_json_is_not_taken_for_contracts(data: object) -> None:
    assert not is_open_contracting(data)
