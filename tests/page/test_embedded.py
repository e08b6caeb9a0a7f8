import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.audit.report import AuditReport, Mark
from guard.page import embedded
from guard.page.embedded import carried, data
from guard.report import WaiverAnswer
from tests.making import TODAY
from tests.page.audits import application, few, many, pounds, report, undecided
from tests.page.reading import texts


def carried_by(audit: AuditReport) -> dict[str, Any]:
    """The data of the page as its script reads it."""
    (text,) = texts(data(audit), "script")
    return dict(json.loads(text))


def test_software_comes_first_and_the_others_follow() -> None:
    names = [each.name for each in carried(few())]
    assert names == ["Example Boards", "Example Sketches", "Calm Notes", "Corner Shop"]


def test_software_is_carried_whole_and_the_others_up_to_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embedded, "MOST_OTHERS", 3)
    names = [each.name for each in carried(many(40))]
    assert names[:4] == [f"Supplier {number}" for number in (0, 10, 20, 30)]
    assert names[4:] == ["Supplier 1", "Supplier 2", "Supplier 3"]


def test_each_column_has_a_value_for_each_application() -> None:
    document = carried_by(few())
    assert {len(column) for column in document["columns"].values()} == {4}
    assert document["columns"]["band"][-1] == -1
    assert document["columns"]["verdict"][-1] == -1


def test_amounts_are_whole_pence_with_their_currency() -> None:
    spent = (*pounds("10.05"), *pounds("-0.10", "EUR"))
    document = carried_by(report(application("A", spent=spent)))
    assert document["columns"]["spent"] == [["GBP", 1005, "EUR", -10]]
    assert document["currency"] == "GBP"


def test_places_are_named_without_the_folders_that_all_lists_share() -> None:
    document = carried_by(few())
    assert document["files"] == ["2026/spend.csv"]
    assert document["columns"]["places"][0] == [0, 7]


def test_what_repeats_is_written_once() -> None:
    document = carried_by(report(application("A"), application("B"), undecided("C")))
    values, columns = document["values"], document["columns"]
    assert [values[number] for number in columns["signals"]] == [["SHI-01"], ["SHI-01"], []]
    assert values.count("Parks") == 1
    assert document["signals"] == {
        "SHI-01": ["it is not on the IT register", 30, "Ask IT to enter it."]
    }


def test_waivers_and_the_baseline_are_told() -> None:
    waiver = WaiverAnswer("CORE-01", "Being replaced.", "ciso", "No new data.", TODAY)
    app = application("A", waived=(waiver,), baseline=Mark.UNCHANGED, baseline_since=TODAY)
    document = carried_by(report(app, application("B", baseline=Mark.NEW), application("C")))
    told = document["values"][document["columns"]["waived"][0]]
    assert told == [
        "CORE-01, by ciso, until 22 November 2026: Being replaced. Instead: No new data."
    ]
    assert document["columns"]["baseline"] == [
        "unchanged since 22 November 2026",
        "new: the baseline does not have it",
        "",
    ]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_name_ends_the_script_that_holds_it(name: str) -> None:
    text = data(report(application(name)))
    assert text.count("<") == 2
    assert carried_by(report(application(name)))["columns"]["name"] == [name]
