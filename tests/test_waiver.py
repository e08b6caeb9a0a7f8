import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.waiver import Waiver, remark, remarks, waiver_from_json
from tests.making import TODAY


def waiver(**changes: Any) -> Waiver:
    given: dict[str, Any] = {
        "rule": "AA-01",
        "application": "Forms",
        "register_id": "",
        "reason": "It ends soon.",
        "approver": "Pat Doe",
        "measure": "No names in it.",
        "expires": TODAY + dt.timedelta(days=90),
        "place": "waivers.toml:1",
    }
    return Waiver(**given | changes)


@pytest.mark.parametrize(
    ("number", "asked_for", "named", "expected"),
    [
        ("", "", "forms ltd", True),
        ("", "", "Farms", False),
        ("", "", "", False),
        ("", "A1", "Forms", False),
        ("A1", "a1", "anything", True),
        ("A1", "", "Forms", False),
        ("A1", "A2", "Forms", False),
    ],
)
def test_a_number_counts_before_a_name(
    number: str, asked_for: str, named: str, expected: bool
) -> None:
    assert waiver(register_id=number).concerns(asked_for, named) is expected


def test_an_application_cannot_be_named_after_the_number_of_another() -> None:
    assert not waiver(application="A1", register_id="A1").concerns("", "A1")


def test_it_holds_through_its_last_day() -> None:
    assert waiver(expires=TODAY).holds(TODAY)
    assert not waiver(expires=TODAY).holds(TODAY + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "expired on 2026-11-21 and no longer counts"),
        (0, "expires on 2026-11-22, today"),
        (1, "expires on 2026-11-23, in 1 day"),
        (30, "expires on 2026-12-22, in 30 days"),
        (31, ""),
        (366, ""),
        (367, "holds until 2027-11-24, more than a year"),
    ],
)
def test_how_long_it_holds_is_told_where_it_matters(days: int, said: str) -> None:
    assert remark(waiver(expires=TODAY + dt.timedelta(days=days)), TODAY) == said


@given(st.dates(), st.text(), st.text())
def test_what_is_sealed_is_read_back(expires: dt.date, name: str, number: str) -> None:
    one = waiver(expires=expires, application=name, register_id=number)
    assert waiver_from_json(one.to_json()) == one
    assert waiver_from_json(one.to_json()).place == ""


def test_what_guard_never_wrote_is_refused() -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        waiver_from_json({"rule": "AA-01"})
    with pytest.raises((KeyError, TypeError, ValueError)):
        waiver_from_json(waiver().to_json() | {"more": 1})


def said(*waivers: Waiver, used: tuple[Waiver, ...] = ()) -> list[str]:
    return list(remarks(waivers, TODAY, {"AA-01"}, {"forms"}, used))


def test_a_waiver_in_use_needs_no_word() -> None:
    one = waiver()
    assert said(one, used=(one,)) == []


def test_one_that_sets_nothing_aside_is_unused() -> None:
    assert said(waiver()) == [
        "waivers.toml:1: the waiver of AA-01 for Forms is unused: nothing here needs it"
    ]


def test_orphans_are_told() -> None:
    (rule,) = said(waiver(rule="AA-09"))
    assert rule.endswith("for Forms is an orphan: no rule in use has that id")
    (nobody,) = said(waiver(application="Sheets"))
    assert "neither the register, the catalogue nor these lists" in nobody


def test_one_that_has_expired_is_told_once_and_not_as_unused() -> None:
    (line,) = said(waiver(expires=TODAY - dt.timedelta(days=1)))
    assert "expired" in line
