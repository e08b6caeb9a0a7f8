import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from guard.duties import asked_for_it, gave_evidence, latest_end, signed_otherwise
from guard.history.past import PastApproval
from tests.making import TODAY, finding, past_approval
from tests.office import NOON
from tests.test_waiver import waiver

ASKED = {"requester": {"name": "Alex Doe", "email": "alex.doe@council.example"}}


@pytest.mark.parametrize(
    "name",
    [
        "alex.doe@council.example",
        "ALEX.DOE@Council.Example",
        " alex  doe ",
        "Alex Doe <alex@home.example>",
        "work laptop <alex.doe@council.example>",
        "alex.doe+it@council.example",
        "\uff21lex.doe@council.example",
        "alex.doe@coun\u200bcil.example",
        "alex.do\u00ade@council.example.",
        "\u00e1lex.doe@council.example",
    ],
)
def test_who_asks_is_known_under_any_spelling(name: str) -> None:
    assert asked_for_it(ASKED, "somebody", name)


@pytest.mark.parametrize("name", ["", "alex", "alex.doe@council.example.org", "Alex Doering"])
def test_somebody_else_is_somebody_else(name: str) -> None:
    assert not asked_for_it(ASKED, name)


def test_where_nobody_is_named_nobody_asked() -> None:
    assert not asked_for_it({}, "", "alex")
    assert not asked_for_it({"requester": {"name": "", "email": " "}}, "", "alex")


def past(role: str, principal: str, request: str = "a") -> PastApproval:
    return past_approval(role=role, principal=principal, request_sha256=request)


def test_one_person_in_another_role_on_the_same_request() -> None:
    acts = [past("ciso", "Sam@a.example"), past("siro", "kit"), past("dpo", "kit", "b")]
    assert signed_otherwise(acts, "sam@a.example", "head-of-it", "a") == acts[0]
    assert signed_otherwise(acts, "sam@a.example", "ciso", "a") is None
    assert signed_otherwise(acts, "kit", "siro", "a") is None
    assert signed_otherwise(acts, "sam@a.example", "head-of-it", "b") is None


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({}, 365),
        ({"contract": {"period": {"endDate": 30}}}, 30),
        ({"contract": {"period": {"endDate": 3000}}}, 365),
        ({"evidence": [{"expires": 20}, {"expires": 10}, {"expires": -5}, {}]}, 10),
        ({"evidence": [{"expires": 20}, {"expires": 0}, {"expires": -1}]}, 0),
        ({"evidence": [{"expires": 20}], "contract": {"period": {"endDate": -1}}}, -1),
    ],
)
def test_an_approval_ends_with_whatever_ends_first(facts: dict[str, Any], days: int) -> None:
    midnight = NOON.replace(hour=0)

    def dated(value: Any) -> Any:
        match value:
            case dict():
                return {key: dated(item) for key, item in value.items()}
            case list():
                return [dated(item) for item in value]
            case _:
                return midnight + dt.timedelta(days=value)

    assert latest_end(dated(facts), TODAY)[0] == TODAY + dt.timedelta(days=days)


def test_an_approval_ends_with_the_waiver_that_it_rests_on() -> None:
    ends = TODAY + dt.timedelta(days=20)
    set_aside = replace(finding(), waiver=waiver(expires=ends))
    assert latest_end({}, TODAY, [finding(), set_aside]) == (ends, "the waiver of AA-01 expires")


def test_who_supplied_evidence_is_known_by_how_they_are_called() -> None:
    said_by = {"evidence[0].sha256": "Sam Poe", "data.personal": "kit@a.example", "evidence": ""}
    assert gave_evidence(said_by, "sam poe <sam@a.example>")
    assert gave_evidence(said_by, "x", "Sam  POE")
    assert not gave_evidence(said_by, "kit@a.example")
    assert not gave_evidence(said_by, "")
