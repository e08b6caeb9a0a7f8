import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.condition.types import String
from guard.history.past import Hold
from guard.history.standing import Case, Standing, case
from guard.policy.environment import APPROVAL
from guard.record.events import (
    Advised,
    Approval,
    ConditionMet,
    Emergency,
    Evaluated,
    Event,
    Requested,
    Revoked,
    Superseded,
    Waived,
)
from tests.history.deeds import DAY, DIGEST, Book, trusted

TODAY = DAY.date()
EVIDENCE = [{"name": "a.pdf", "digest": {"sha256": "0" * 64}, "annotations": {"kind": "other"}}]


def later(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def stands(book: Book, days: int = 0, request: str = "R-1") -> Case:
    found = book.history.case(request, later(days))
    assert found is not None
    return found


def with_condition(due: int) -> dict[str, Any]:
    condition = {"id": "C1", "text": "MFA", "owner": "it", "due": later(due)}
    return {"event": Event.APPROVED_WITH_CONDITIONS, "conditions": [condition]}


def test_nothing_is_known_of_a_request_that_was_never_sealed() -> None:
    assert Book().history.case("R-1", TODAY) is None
    assert case([], TODAY, "R-1") is None


def test_from_asking_to_approval_each_role_signs_in_any_order() -> None:
    book = Book()
    book.add(Requested, "eve")
    assert stands(book).standing is Standing.REQUESTED
    book.add(Evaluated, "bob")
    assert (stands(book).standing, stands(book).waiting) == (
        Standing.AWAITING_SIGNATURE,
        ("ciso", "head-of-it"),
    )
    book.add(Approval, "bob", valid_until=later(9))
    assert stands(book).waiting == ("ciso",)
    book.add(Approval, "ann", valid_until=later(20))
    done = stands(book)
    assert (done.standing, done.waiting, done.until) == (Standing.APPROVED, (), later(9))
    assert (done.application, done.request_id, done.records) == ("Treeline", "R-1", (0, 1, 2, 3))


def approved(**changes: Any) -> Book:
    book = Book()
    book.add(Approval, "ann", **changes)
    book.add(Approval, "bob", valid_until=later(30))
    return book


@pytest.mark.parametrize(("days", "standing"), [(30, "approved"), (31, "expired")])
def test_it_ends_after_its_last_day(days: int, standing: str) -> None:
    assert stands(approved(), days).standing == standing


def test_one_refusal_refuses_until_that_role_agrees() -> None:
    book = approved()
    book.add(Approval, "ann", event=Event.REFUSED)
    assert stands(book).standing is Standing.REFUSED
    book.add(Approval, "ann")
    assert stands(book).standing is Standing.APPROVED


def test_a_revoked_approval_holds_up_to_that_day() -> None:
    book = approved()
    book.add(Revoked, "cy", target=book.at(0), days=5)
    assert [stands(book, days).standing for days in (4, 5)] == ["approved", "revoked"]
    assert stands(book, 5).since == later(5)
    assert stands(book, 5).waiting == ("ciso",)


def test_superseding_and_renewing_end_what_was_before() -> None:
    book = approved()
    book.add(Superseded, "cy", target=book.at(0), by=book.at(1), days=1)
    assert stands(book, 1).standing is Standing.SUPERSEDED
    book = approved()
    for number, who in enumerate(("ann", "bob")):
        renewed = {"event": Event.RENEWED, "renews": book.at(number)}
        book.add(Approval, who, days=20, request="R-2", valid_until=later(300), **renewed)
    assert stands(book, 20).standing is Standing.SUPERSEDED
    assert stands(book, 20, "R-2").standing is Standing.APPROVED


@pytest.mark.parametrize(
    ("met", "day", "standing"),
    [
        (None, 3, "approved"),
        (None, 4, "conditions-overdue"),
        (2, 9, "approved"),
        (6, 5, "conditions-overdue"),
        (6, 6, "approved"),
    ],
)
def test_a_condition_is_overdue_until_it_is_met(met: int | None, day: int, standing: str) -> None:
    book = approved(**with_condition(3))
    if met is not None:
        closes = {"target": book.at(0), "condition": "C1", "evidence": EVIDENCE}
        book.add(ConditionMet, "ann", days=met, **closes)
    assert stands(book, day).standing == standing
    assert [each.id for each in stands(book, day).conditions] == ["C1"]


@pytest.mark.parametrize(("days", "standing"), [(5, "emergency"), (6, "review-overdue")])
def test_emergency_use_must_be_reviewed(days: int, standing: str) -> None:
    book = Book()
    book.add(Emergency, "bob", review_by=later(5))
    assert stands(book, days).standing == standing
    assert stands(book, days).until == later(5)


def test_an_answer_or_a_revocation_ends_an_emergency() -> None:
    book = Book()
    book.add(Emergency, "bob", review_by=later(5))
    book.add(Revoked, "ann", target=book.at(0), days=1)
    assert stands(book, 1).standing is Standing.REQUESTED
    book = Book()
    book.add(Emergency, "bob", review_by=later(5))
    book.add(Approval, "ann")
    assert stands(book).standing is Standing.AWAITING_SIGNATURE


def test_what_was_approved_stays_so_while_a_changed_request_waits() -> None:
    book = approved()
    book.add(Evaluated, "bob", content="changed", days=1)
    assert stands(book, 1).standing is Standing.APPROVED
    assert stands(book, 31).standing is Standing.AWAITING_SIGNATURE
    book.add(Approval, "ann", content="changed", days=2)
    book.add(Approval, "bob", content="changed", days=2, valid_until=later(90))
    assert (stands(book, 2).until, stands(book, 31).standing) == (later(90), "approved")


def test_what_does_not_count_changes_nothing() -> None:
    book = approved()
    book.add(Revoked, "eve", role="siro", target=book.at(0))
    book.add(Revoked, "eve", target=book.at(0))
    assert stands(book).standing is Standing.APPROVED


def test_who_signed_without_the_role_is_waited_for() -> None:
    book = Book()
    book.add(Approval, "ann")
    decision = {"verdict": "refer", "findings": DIGEST, "outstanding": ["head-of-it"]}
    book.add(Approval, "bob", decision=decision)
    assert stands(book).standing is Standing.APPROVED
    book.authorities = trusted(ann="")
    assert stands(book).standing is Standing.AWAITING_SIGNATURE
    assert stands(book).waiting == ("ciso",)


def test_waivers_are_told_with_their_end() -> None:
    book = approved()
    book.add(Waived, "cy", rule="A-1", measure="Watched", expires=later(9))
    book.add(Revoked, "ann", target=book.at(2), days=3)
    (given,) = stands(book, 5).waivers
    assert (given.rule, given.role, given.ended) == ("A-1", "siro", later(3))
    assert [given.given(later(days)) for days in (-1, 0, 2, 3)] == [False, True, True, False]


KINDS = st.sampled_from(["request", "measure", "yes", "no", "advice", "revoke", "emergency", "met"])
WHO = st.sampled_from(["ann", "bob", "cy"])


@given(st.lists(st.tuples(KINDS, WHO, st.integers(0, 3)), max_size=8), st.integers(0, 40))
def test_the_fold_is_the_same_however_often_it_is_asked(
    told: list[tuple[str, str, int]], days: int
) -> None:
    """Any history folds, in one way; each day is told by the events up to that day alone."""
    book, day = Book(), 0
    for kind, who, pause in told:
        day += pause
        target = {"target": book.at(0)} if book.size() else {}
        match kind:
            case "request":
                book.add(Requested, "eve", days=day)
            case "measure":
                book.add(Evaluated, who, days=day)
            case "yes":
                book.add(Approval, who, days=day, valid_until=later(day + 9))
            case "no":
                book.add(Approval, who, days=day, event=Event.REFUSED)
            case "advice":
                book.add(Advised, "dee", days=day, counsel="proceed")
            case "emergency":
                book.add(Emergency, who, days=day, review_by=later(day + 2))
            case "revoke" if target:
                book.add(Revoked, who, days=day, **target)
            case "met" if target:
                book.add(ConditionMet, who, days=day, condition="C1", evidence=EVIDENCE, **target)
    found = book.history.case("R-1", later(days))
    deeds = book.history.deeds("request/R-1")
    assert found == case(deeds, later(days), "R-1")
    until_then = [d for d in deeds if d.statement.at.date() <= later(days)]
    assert found == case(until_then, later(days), "R-1")


def test_conditions_may_name_every_way_in_which_an_answer_holds() -> None:
    assert APPROVAL.fields["state"] == String(tuple(Hold))


def test_what_a_role_says_last_takes_the_place_of_what_it_said_before() -> None:
    book = Book()
    book.add(Approval, "ann", valid_until=later(90))
    book.add(Approval, "ann", valid_until=later(90), days=1, **with_condition(5))
    first, second = book.history.about("R-1", "")
    assert (first.state(later(0)), first.state(later(9))) == (Hold.IN_FORCE, Hold.SUPERSEDED)
    assert second.state(later(9)) is Hold.CONDITIONS_OVERDUE
    book.add(Approval, "ann", valid_until=later(90), days=2, content="changed")
    assert [each.state(later(2)) for each in book.history.about("R-1", "")][1:] == [
        Hold.IN_FORCE,
        Hold.IN_FORCE,
    ]


def test_a_refusal_taken_back_revives_no_earlier_approval() -> None:
    book = Book()
    book.add(Approval, "ann", valid_until=later(90))
    book.add(Approval, "ann", event=Event.REFUSED, days=1)
    book.add(Revoked, "bob", target=book.at(1), days=2)
    assert stands(book, 2).standing is Standing.REFUSED
    book.add(Revoked, "ann", target=book.at(1), days=3)
    approved, refused = book.history.about("R-1", "")
    assert approved.state(later(3)) is Hold.SUPERSEDED
    assert refused.ended == (later(3), Hold.REVOKED)


def test_a_condition_met_twice_was_met_the_first_time() -> None:
    book = Book()
    book.add(Approval, "ann", **with_condition(5))
    for day in (4, 8):
        met = {"target": book.at(0), "condition": "C1", "evidence": EVIDENCE}
        book.add(ConditionMet, "ann", days=day, **met)
    assert stands(book, 9).conditions[0].met_on == later(4)


def test_a_request_changed_back_is_told_as_it_was_asked_last() -> None:
    book = Book()
    for content in ("one", "two", "one"):
        book.add(Requested, "eve", content=content)
    book.add(Approval, "ann", event=Event.REFUSED, content="one")
    assert stands(book).standing is Standing.REFUSED
