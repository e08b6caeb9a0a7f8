from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from guard.register.entries import How, Match, Register, RegisterEntry


def entry(number: str, name: str, **more: Any) -> RegisterEntry:
    return RegisterEntry.model_validate({"id": number, "name": name, "status": "approved"} | more)


ZOOM = entry(
    "A1",
    "Zoom Meetings",
    aliases=["Zoom", "Zoom Workplace"],
    supplier="Zoom Video Communications, Inc.",
    domains=["zoom.us"],
    identifiers=["oauth:abc-123"],
)
TEAMS = entry("A2", "Microsoft Teams", supplier="Microsoft", domains=["teams.microsoft.com"])
PLANNER = entry("A3", "Microsoft Planner", supplier="Microsoft", domains=["microsoft.com"])
WORD = entry("A4", "Microsoft Word", supplier="Microsoft", domains=["microsoft.com"])
MOSAIC_A = entry("A5", "Mosaic", supplier="Access", domains=["access.example"])
MOSAIC_B = entry("A6", "MOSAIC", supplier="Mosaic Arts CIC", domains=["www.mosaic.example"])
REGISTER = Register((ZOOM, TEAMS, PLANNER, WORD, MOSAIC_A, MOSAIC_B), "register.csv", "0" * 64)


def found(match: Match) -> tuple[str, str] | None:
    """The number and the way, or None with the certainty that nothing was decided."""
    if match.entry is None or match.how is None:
        assert match.entry is None
        assert match.how is None
        return None
    assert not match.questions
    return match.entry.id, match.how.value


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"name": "zoom meetings"}, ("A1", How.NAME)),
        ({"name": "ZOOM"}, ("A1", How.ALIAS)),
        ({"name": "Zoom", "supplier": "Zoom Video"}, ("A1", How.ALIAS)),
        ({"name": "Zoom", "url": "https://gov.example/zoom"}, ("A1", How.ALIAS)),
        ({"register_id": " a1 "}, ("A1", How.REGISTER_ID)),
        ({"register_id": "A1", "supplier": "Softcat"}, ("A1", How.REGISTER_ID)),
        ({"identifiers": ["OAUTH:abc-123"], "name": "Z"}, ("A1", How.IDENTIFIER)),
        ({"url": "https://us02web.zoom.us/j/1"}, ("A1", How.DOMAIN)),
        ({"name": "Workplace", "url": "www.zoom.us"}, ("A1", How.DOMAIN)),
        ({"url": "https://teams.microsoft.com"}, ("A2", How.DOMAIN)),
        ({"name": "Word", "url": "https://www.microsoft.com/word"}, ("A4", How.DOMAIN)),
        ({"name": "Mosaic", "supplier": "Access Ltd"}, ("A5", How.NAME)),
        ({"name": "Mosaic", "url": "https://access.example/"}, ("A5", How.NAME)),
        ({"name": "Mosaic", "url": "mosaic.example"}, ("A6", How.NAME)),
    ],
)
def test_an_application_is_recognised(asked: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found(REGISTER.match(**asked)) == expected


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"name": "Mosaic"}, ["A5", "A6"]),
        ({"name": "Mosaic", "supplier": "Somebody"}, ["A5", "A6"]),
        ({"name": "Zoom", "supplier": "Softcat plc"}, ["A1", "Softcat plc", "Zoom Video"]),
        ({"name": "Microsoft Teams", "url": "https://zoom.us"}, ["A1", "A2"]),
        ({"name": "Zoom Phone", "url": "https://zoom.us"}, ["A1"]),
        ({"name": "Meetings", "supplier": "Zed", "url": "https://zoom.us"}, ["A1"]),
        ({"url": "https://microsoft.com"}, ["A3", "A4"]),
        ({"register_id": "A9"}, ["A9"]),
        ({"register_id": "A2", "name": "Zoom"}, ["A1", "A2"]),
    ],
)
def test_what_is_ambiguous_or_contradicts_itself_is_asked(
    asked: dict[str, Any], told: list[str]
) -> None:
    match = REGISTER.match(**asked)
    assert found(match) is None
    (question,) = match.questions
    assert all(part in question for part in told)
    assert "?" in question


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"name": "…"},
        {"name": "Dropbox", "supplier": "Dropbox", "url": "https://dropbox.com"},
        {"url": "https://notzoom.us"},
        {"url": "https://zoom.us.evil.example"},
        {"url": "https://zoom.us@evil.example/"},
        {"url": "https://[broken"},
        {"supplier": "Microsoft"},
    ],
)
def test_what_the_register_does_not_have_is_not_found(asked: dict[str, Any]) -> None:
    assert REGISTER.match(**asked) == Match()


@pytest.mark.parametrize(("name", "number"), [("Zooom", "A1"), ("Teams", "A2"), ("Mosiac", "A5")])
def test_a_name_that_is_alike_is_proposed_and_never_taken(name: str, number: str) -> None:
    match = REGISTER.match(name=name)
    assert found(match) is None
    assert match.near[0].entry.id == number
    assert f"{match.near[0].score}/100" in match.questions[0]


def test_no_more_than_three_are_proposed_and_each_once() -> None:
    entries = [entry(f"B{n}", f"Survey Tool {n}", aliases=[f"Survey {n}"]) for n in range(9)]
    match = Register(tuple(entries), "f", "").match(name="Survey")
    assert len({near.entry.id for near in match.near}) == 3


def test_a_hostile_name_is_shown_and_does_not_act() -> None:
    (question,) = REGISTER.match(name="Zooo\u202em\x1b").questions
    assert "\x1b" not in question
    assert "\u202e" not in question


@given(st.text(), st.text(), st.text(), st.text())
def test_any_description_has_an_answer(name: str, supplier: str, url: str, number: str) -> None:
    found(REGISTER.match(name=name, supplier=supplier, url=url, register_id=number))


@given(st.permutations(REGISTER.entries), st.sampled_from(["Zoom", "Mosaic", "Word", "Teamz"]))
def test_the_order_of_the_register_does_not_decide(entries: list[RegisterEntry], name: str) -> None:
    here = Register(tuple(entries), "f", "").match(name=name)
    there = REGISTER.match(name=name)
    assert found(here) == found(there)
    assert {near.entry.id for near in here.near} == {near.entry.id for near in there.near}


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "unregistered"},
        {"name": "…"},
        {"aliases": ["-"]},
        {"domains": ["https://zoom.us"]},
        {"identifiers": ["12345"]},
        {"review_on": "22/11/2026"},
        {"id": " "},
        {"other": 1},
    ],
)
def test_an_entry_has_a_closed_shape(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RegisterEntry.model_validate({"id": "A1", "name": "Zoom", "status": "approved"} | wrong)
