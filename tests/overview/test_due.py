import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.history.grants import grants
from guard.overview.due import Due, Matter, When, due
from guard.record.events import (
    Advised,
    Approval,
    AuthorityGranted,
    ConditionMet,
    Counsel,
    Emergency,
    Evaluated,
    Event,
    Requested,
    Revoked,
    Waived,
)
from tests.history.deeds import DAY, Book, key

TODAY = DAY.date()
FILE = {"name": "a.pdf", "digest": {"sha256": "0" * 64}}
EVIDENCE = [FILE | {"annotations": {"kind": "other"}}]
PERMIT = {"verdict": "permit", "findings": {"sha256": "0" * 64}, "outstanding": []}


def later(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def listed(book: Book, days: int = 0, ahead: int = 60) -> tuple[Due, ...]:
    on = later(days)
    history = book.history
    return due(history.cases(on), grants(history, on), on, on + dt.timedelta(days=ahead))


def short(found: tuple[Due, ...]) -> list[tuple[str, str, int]]:
    return [(one.matter.value, one.when.value, (one.day - TODAY).days) for one in found]


def approve(book: Book, who: str = "bob", **changes: Any) -> int:
    return book.add(Approval, who, decision=PERMIT, **changes)


def with_condition(due_in: int) -> dict[str, Any]:
    condition = {"id": "C1", "text": "Switch on MFA", "owner": "it-desk", "due": later(due_in)}
    return {"event": Event.APPROVED_WITH_CONDITIONS, "conditions": [condition]}


def test_of_nothing_nothing_is_due() -> None:
    assert listed(Book()) == ()


def test_an_approval_is_due_before_it_ends_and_overdue_after() -> None:
    book = Book()
    approve(book, valid_until=later(61))
    assert listed(book) == ()
    (soon,) = listed(book, 1)
    assert (soon.matter, soon.when, soon.day) == (Matter.APPROVAL, When.DUE, later(61))
    assert (soon.record, soon.request, soon.application, soon.who) == (
        *(0, "R-1", "Treeline"),
        "head of IT",
    )
    assert soon.what == "the approval ends"
    assert "guard renew REQUEST --of 0 --role head-of-it" in soon.next
    assert short(listed(book, 61)) == [("approval", "due", 61)], "its last day belongs to it"
    (gone,) = listed(book, 62)
    assert (gone.when, gone.what) == (When.OVERDUE, "the approval has ended")
    assert "guard revoke 0" in gone.next


@pytest.mark.parametrize("event", [Event.APPROVED, Event.REFUSED])
def test_what_somebody_ended_or_refused_is_due_no_more(event: Event) -> None:
    book = Book()
    approve(book, event=event, valid_until=later(3) if event is Event.APPROVED else None)
    if event is Event.APPROVED:
        book.add(Revoked, "ann", target=book.at(0))
    assert listed(book, 9) == ()


def test_renewed_elsewhere_it_is_due_no_more() -> None:
    book = Book()
    approve(book, valid_until=later(3))
    approve(book, event=Event.RENEWED, renews=book.at(0), request="R-2", valid_until=later(300))
    assert listed(book, 9) == ()


def test_a_condition_names_its_owner_and_who_closes_it() -> None:
    book = Book()
    approve(book, **with_condition(5))
    (one,) = listed(book)
    assert (one.matter, one.when, one.who) == (Matter.CONDITION, When.DUE, "it-desk")
    assert one.what == "C1: Switch on MFA"
    assert "let the head of IT say so: guard condition 0 C1 --evidence FILE" in one.next
    assert short(listed(book, 6)) == [("condition", "overdue", 5)]
    book.add(ConditionMet, "bob", target=book.at(0), condition="C1", evidence=EVIDENCE)
    assert listed(book, 6) == ()


def test_the_condition_of_an_approval_that_ended_is_not_asked_for() -> None:
    book = Book()
    approve(book, valid_until=later(4), **with_condition(5))
    assert short(listed(book, 6)) == [("approval", "overdue", 4)]


def test_of_waivers_of_one_rule_the_last_is_due() -> None:
    book = Book()
    approve(book)
    for last in (10, 20):
        book.add(Waived, "ann", rule="CORE-11", measure="None", expires=later(last))
    assert short(listed(book)) == [("waiver", "due", 20)]
    (gone,) = listed(book, 21)
    assert (gone.when, gone.record) == (When.OVERDUE, 2)
    assert gone.what == "the waiver of CORE-11 has expired"
    assert "guard waive REQUEST --rule CORE-11" in gone.next
    book.add(Revoked, "ann", target=book.at(2))
    assert short(listed(book)) == [("waiver", "due", 10)]


def test_a_waiver_that_no_approval_rests_on_is_not_missed() -> None:
    book = Book()
    book.add(Waived, "ann", rule="CORE-11", measure="None", expires=later(20))
    approve(book, valid_until=later(20))
    assert short(listed(book)) == [("waiver", "due", 20), ("approval", "due", 20)]
    approve(book, event=Event.RENEWED, renews=book.at(1), valid_until=later(300))
    assert listed(book) == ()
    assert listed(book, 21) == ()


def test_an_emergency_use_is_to_be_reviewed_and_signed() -> None:
    book = Book()
    book.add(Emergency, "bob", review_by=later(9))
    assert short(listed(book)) == [("emergency use", "due", 9)]
    (gone,) = listed(book, 10)
    assert (gone.when, gone.who) == (When.OVERDUE, "head of IT")
    assert "guard revoke 0" in gone.next
    book.add(Evaluated, "bob")
    found = listed(book)
    assert [one.matter for one in found] == [Matter.SIGN_OFF, Matter.SIGN_OFF, Matter.EMERGENCY]


def test_evidence_expires() -> None:
    book = Book()
    note = {"kind": "iso-27001", "expires": later(30)}
    approve(book, evidence=[FILE | {"annotations": note}])
    (soon,) = listed(book)
    assert (soon.matter, soon.day, soon.record) == (Matter.EVIDENCE, later(30), 0)
    assert soon.what == "iso-27001 (a.pdf) expires"
    assert listed(book, 31)[0].what == "iso-27001 (a.pdf) has expired"


def test_a_lent_role_ends_and_is_never_overdue() -> None:
    book = Book()
    line = key("cy").public_key.line
    lent: dict[str, Any] = {
        "grantee": "cy",
        "key": line,
        "valid_from": TODAY,
        "valid_until": later(9),
    }
    book.add(AuthorityGranted, "ann", about="person/cy", **lent)
    (one,) = listed(book)
    assert (one.matter, one.day, one.request) == (Matter.DELEGATION, later(9), "")
    assert (
        one.what == "the role of chief information security officer (CISO) is lent to cy until then"
    )
    assert listed(book, 10) == ()


def test_sign_offs_wait_since_the_day_they_were_asked_for() -> None:
    book = Book()
    book.add(Evaluated, "bob")
    found = listed(book, 5, ahead=0)
    assert short(found) == [("sign-off", "waiting", 0)] * 2
    assert [one.who for one in found] == [
        "chief information security officer (CISO)",
        "head of IT",
    ]
    assert "guard approve REQUEST --role ciso" in found[0].next


def test_a_request_that_nobody_looked_at_waits_for_the_it_team() -> None:
    book = Book()
    book.add(Requested, "eve")
    book.add(Advised, "dee", counsel=Counsel.PROCEED)
    (one,) = listed(book)
    assert (one.matter, one.when, one.who) == (Matter.ASSESSMENT, When.WAITING, "the IT team")
    book.add(Evaluated, "bob", decision=PERMIT)
    assert listed(book) == ()


def test_hostile_words_are_harmless() -> None:
    book = Book()
    condition = {"id": "C1", "text": "\x1b[2J", "owner": "\u202eit", "due": later(5)}
    event: dict[str, Any] = {"event": Event.APPROVED_WITH_CONDITIONS, "conditions": [condition]}
    approve(book, **event, application={"name": "Tree\nline"})
    (one,) = listed(book)
    assert (one.application, one.who, one.what) == (
        "Tree\\u{a}line",
        "\\u{202e}it",
        "C1: \\u{1b}[2J",
    )


@given(st.lists(st.integers(0, 90), max_size=5), st.integers(0, 100), st.integers(0, 100))
def test_all_is_sorted_and_looking_further_only_adds(
    ends: list[int], ahead: int, more: int
) -> None:
    book = Book()
    for number, end in enumerate(ends):
        approve(book, request=f"R-{number}", valid_until=later(end))
    near, far = listed(book, 30, ahead), listed(book, 30, ahead + more)
    assert [one.day for one in far] == sorted(one.day for one in far)
    assert set(near) <= set(far)
    assert all(one.when is When.OVERDUE for one in far if one.day < later(30))
    assert sum(end < 30 for end in ends) == sum(one.when is When.OVERDUE for one in near)
