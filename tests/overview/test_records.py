import datetime as dt
from typing import Any

import pytest

from guard.overview.records import Line, Shelf
from guard.record.events import (
    Approval,
    AuthorityGranted,
    AuthorityRevoked,
    Corrected,
    Emergency,
    Event,
    Requested,
    Revoked,
    Superseded,
    Waived,
)
from guard.record.rows import Entry
from tests.history.deeds import DAY, Book, key
from tests.making import told

TODAY = DAY.date()


def later(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def states(book: Book, days: int = 0) -> list[str]:
    return [line.state for line in Shelf(book.history, later(days)).lines()]


def with_condition(due_in: int) -> dict[str, Any]:
    condition = {"id": "C1", "text": "MFA", "owner": "it", "due": later(due_in)}
    return {"event": Event.APPROVED_WITH_CONDITIONS, "conditions": [condition]}


def test_a_record_is_told_in_a_line() -> None:
    book = Book()
    book.add(Requested, "eve", request="R-\n7")
    assert list(Shelf(book.history, TODAY).lines()) == [
        Line(0, TODAY, "request R-\\u{a}7", "requested", "requester", "eve", "")
    ]


def test_approvals_stand_until_they_end() -> None:
    book = Book()
    book.add(Approval, "bob", valid_until=later(9))
    book.add(Approval, "ann", **with_condition(5))
    book.add(Approval, "cy", event=Event.REFUSED)
    assert states(book) == [f"in force until {later(9)}", "in force", "stands"]
    assert states(book, 6) == [f"in force until {later(9)}", "conditions overdue", "stands"]
    assert states(book, 10)[0] == f"expired on {later(9)}"


def test_what_ended_says_when() -> None:
    book = Book()
    for who in ("bob", "ann", "cy"):
        book.add(Approval, who)
    book.add(Revoked, "ann", target=book.at(0), days=1)
    book.add(Superseded, "ann", target=book.at(1), by=book.at(2), days=2)
    found = states(book, 2)
    assert found == [f"revoked on {later(1)}", f"superseded on {later(2)}", "in force", "", ""]


def test_renewed_in_another_request_it_is_superseded() -> None:
    book = Book()
    book.add(Approval, "bob")
    book.add(Approval, "bob", event=Event.RENEWED, renews=book.at(0), request="R-2")
    assert states(book) == [f"superseded on {TODAY}", "in force"]


def test_waivers_stand_until_they_expire_or_are_revoked() -> None:
    book = Book()
    for _ in range(2):
        book.add(Waived, "ann", rule="CORE-11", measure="None", expires=later(9))
    book.add(Revoked, "ann", target=book.at(1))
    assert states(book)[:2] == [f"in force until {later(9)}", f"revoked on {TODAY}"]
    assert states(book, 10)[:2] == [f"expired on {later(9)}", f"revoked on {TODAY}"]


def test_emergency_use_is_to_be_reviewed_until_it_is() -> None:
    book = Book()
    book.add(Emergency, "bob", review_by=later(9))
    assert states(book) == [f"to be reviewed by {later(9)}"]
    assert states(book, 10) == [f"to be reviewed by {later(9)}, overdue"]
    book.add(Approval, "ann")
    assert states(book) == ["over", "in force"]


def test_roles_are_lent_until_they_end_or_are_taken_back() -> None:
    book = Book()
    line = key("cy").public_key.line
    lent = {"grantee": "cy", "key": line, "valid_from": TODAY, "valid_until": later(9)}
    for _ in range(2):
        book.add(AuthorityGranted, "ann", about="person/cy", **lent)
    book.add(AuthorityRevoked, "ann", target=book.at(1), about="person/cy")
    assert states(book) == [f"lent until {later(9)}", "taken back", ""]
    assert states(book, 10)[0] == f"ended on {later(9)}"


def test_what_was_corrected_says_so() -> None:
    book = Book()
    book.add(Approval, "bob")
    book.add(Requested, "eve")
    book.add(Corrected, "ann", target=book.at(0))
    book.add(Corrected, "ann", target=book.at(1))
    assert states(book) == ["in force, corrected", "corrected", "", ""]
    shelf = Shelf(book.history, TODAY)
    assert [each.index for each in shelf.corrections(shelf.found(0))] == [2]


def test_who_did_not_hold_the_role_counts_for_nothing() -> None:
    book = Book()
    book.add(Approval, "bob")
    book.add(Approval, "bob", role="siro")
    book.add(Corrected, "bob", role="siro", target=book.at(0))
    counted, *others = states(book)
    assert counted == "in force"
    why = "does not count: allowed_signers does not give them that role with that key"
    assert others == [why] * 2


def test_of_what_was_erased_the_number_is_left() -> None:
    book = Book()
    book.add(Approval, "bob")
    book.add(Approval, "ann")
    entry = book.entry(0)
    assert entry is not None
    book._entries[0] = Entry(0, entry.event_id, entry.leaf, b"")
    first, second = Shelf(book.history, TODAY).lines()
    assert first == Line(0, None, "", "", "", "", "erased")
    assert second.state == "in force"
    assert "record 0 was erased" in told(lambda: Shelf(book.history, TODAY).found(0))


@pytest.mark.parametrize("index", [-1, 1, 7])
def test_a_record_must_be_there(index: int) -> None:
    book = Book()
    book.add(Approval, "bob")
    shelf = Shelf(book.history, TODAY)
    assert f"there is no record {index}" in told(lambda: shelf.found(index))
