import datetime as dt
from typing import Any

import pytest
import rfc8785

from guard.history.standing import Standing
from guard.overview.published import Asked, Listed, Published, published
from guard.record import commitment
from guard.record.events import (
    Approval,
    Emergency,
    Event,
    Requested,
    Revoked,
    Superseded,
    Waived,
)
from tests.history.deeds import DAY, DIGEST, Book

TODAY = DAY.date()
PERMIT = {"verdict": "permit", "findings": DIGEST, "outstanding": []}
FACTS = {
    "application": {"name": "Treeline", "purpose": "Maps"},
    "supplier": {"legal_name": "Treeline\u202e Ltd"},
    "data": {"classification": {"level": "public"}},
    "contract": {"value": {"amount": "480", "currency": "GBP"}},
}
SHOWN, OPENINGS = commitment.conceal({"facts": FACTS}, ["facts.contract.value.amount"], b"secret")


class Kept(Book):
    """A ledger that also holds the request, and perhaps what it hides."""

    def __init__(self, *, disclosed: bool = True) -> None:
        super().__init__()
        self._disclosed = disclosed

    def document(self, sha256: str) -> bytes | None:
        del sha256
        return rfc8785.dumps(SHOWN)

    def disclosure(self, name: str) -> bytes | None:
        del name
        return commitment.write(OPENINGS, b"secret") if self._disclosed else None


def later(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def listed(book: Book, days: int = 0, **asked: bool) -> tuple[Listed, ...]:
    return whole(book, days, **asked).entries


def whole(book: Book, days: int = 0, **asked: bool) -> Published:
    return published(book.history, later(days), "Exampleshire\n", Asked(**asked))


def approve(book: Book, who: str = "bob", **changes: Any) -> int:
    return book.add(Approval, who, **{"decision": PERMIT} | changes)


def test_the_register_names_the_body_the_day_and_the_ledger() -> None:
    book = Kept()
    approve(book)
    found = whole(book)
    assert (found.organisation, found.on, found.records, found.ended) == (
        *("Exampleshire\\u{a}", TODAY),
        *(1, False),
    )


def test_what_is_in_force_is_listed_with_what_the_request_says() -> None:
    book = Kept()
    policies = [
        {"name": name, "digest": DIGEST, "annotations": {"version": "1"}}
        for name in ("core", "lists/eea")
    ]
    approve(book, valid_until=later(9), policies=policies)
    (one,) = listed(book)
    assert (one.application, one.supplier, one.purpose, one.classification) == (
        *("Treeline", "Treeline\\u{202e} Ltd"),
        *("Maps", "public"),
    )
    assert (one.standing, one.since, one.until) == (Standing.APPROVED, TODAY, later(9))
    assert (one.request, one.records, one.policies) == ("R-1", (0,), ("core 1",))
    assert listed(book, -1) == ()
    assert listed(book, 10) == ()


def test_names_and_prices_stay_out_unless_they_are_asked_for() -> None:
    book = Kept()
    condition = {"id": "C1", "text": "MFA", "owner": "pat", "due": later(3)}
    approve(book, event=Event.APPROVED_WITH_CONDITIONS, conditions=[condition])
    (plain,) = listed(book)
    assert [each.role for each in plain.approved_by] == ["head-of-it"]
    assert {each.name for each in plain.approved_by} == {each.owner for each in plain.conditions}
    assert not any(hidden in repr(plain) for hidden in ("bob", "pat", "480", "sha256:"))
    (full,) = listed(book, names=True, prices=True)
    assert (full.approved_by[0].name, full.conditions[0].owner) == ("bob", "pat")
    assert full.value == "480 GBP"


def test_what_is_no_longer_disclosed_is_not_known() -> None:
    book = Kept(disclosed=False)
    approve(book)
    assert listed(book, prices=True)[0].value == ""
    empty = Book()
    approve(empty)
    (one,) = listed(empty, prices=True)
    assert (one.application, one.supplier, one.value) == ("Treeline", "", "")


def test_conditions_are_open_until_they_are_overdue() -> None:
    book = Kept()
    condition = {"id": "C1", "text": "MFA", "owner": "pat", "due": later(3)}
    approve(book, event=Event.APPROVED_WITH_CONDITIONS, conditions=[condition])
    assert [each.overdue for each in listed(book, 3)[0].conditions] == [False]
    (late,) = listed(book, 4)
    assert late.standing is Standing.CONDITIONS_OVERDUE
    assert [each.overdue for each in late.conditions] == [True]


def test_waivers_that_hold_are_listed() -> None:
    book = Kept()
    approve(book)
    for rule in ("CORE-11", "CORE-12"):
        book.add(Waived, "ann", rule=rule, measure="None", expires=later(3))
    book.add(Revoked, "ann", target=book.at(2))
    waived = [(each.rule, each.expires, each.record) for each in listed(book)[0].waived]
    assert waived == [("CORE-11", later(3), 1)]
    assert listed(book, 4)[0].waived == ()


def test_emergency_use_is_in_force_until_its_review() -> None:
    book = Kept()
    book.add(Emergency, "bob", review_by=later(3))
    (one,) = listed(book)
    assert (one.standing, one.emergency, one.approved_by) == (
        *(Standing.EMERGENCY, later(3)),
        (),
    )
    assert listed(book, 4) == ()


def test_what_ended_is_listed_if_asked_for() -> None:
    book = Kept()
    for number in range(5):
        approve(book, request=f"R-{number}", valid_until=later(3 if number == 4 else 90))
    book.add(Revoked, "ann", target=book.at(0), request="R-0")
    book.add(Superseded, "ann", target=book.at(1), by=book.at(2), request="R-1")
    approve(book, "ann", request="R-2", event=Event.REFUSED)
    book.add(Requested, "eve", request="R-9")
    assert [each.request for each in listed(book, 4)] == ["R-3"]
    everything = {each.request: each.standing for each in listed(book, 4, ended=True)}
    assert everything == {
        "R-0": Standing.REVOKED,
        "R-1": Standing.SUPERSEDED,
        "R-2": Standing.REFUSED,
        "R-3": Standing.APPROVED,
        "R-4": Standing.EXPIRED,
    }
    until = {each.request: each.until for each in listed(book, 4, ended=True)}
    assert until == dict.fromkeys(("R-0", "R-1", "R-2")) | {"R-3": later(90), "R-4": later(3)}


@pytest.mark.parametrize(
    ("requests", "numbers"),
    [
        (["R-1", "R-2"], ["APP-7", "R-2"]),
        (["app-7", "R-2"], ["APP-7", "app-7 (2)"]),
        (["R-1", "APP-7"], ["APP-7", "R-1"]),
    ],
)
def test_no_two_have_the_same_number(requests: list[str], numbers: list[str]) -> None:
    book = Kept()
    for request in requests:
        approve(book, request=request, application={"name": "A", "register_id": "APP-7"})
    assert sorted(each.id for each in listed(book)) == numbers


def test_a_number_that_is_taken_twice_over_is_counted_on() -> None:
    book = Kept()
    approve(book, request="A", application={"name": "A", "register_id": "B"})
    approve(book, request="B", application={"name": "B"})
    assert [each.id for each in listed(book)] == ["B", "B (2)"]


def test_it_is_sorted_by_name() -> None:
    book = Kept()
    for request, name in (("R-1", "beta"), ("R-2", "Alpha"), ("R-3", "Gamma")):
        approve(book, request=request, application={"name": name})
    assert [each.application for each in listed(book)] == ["Alpha", "beta", "Gamma"]
