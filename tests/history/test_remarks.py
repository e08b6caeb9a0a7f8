import datetime as dt
from typing import Any

import pytest

from guard.record.events import (
    Advised,
    Approval,
    ConditionMet,
    Counsel,
    Emergency,
    Event,
    Revoked,
    Superseded,
)
from tests.history.deeds import DAY, Book, trusted

TODAY = DAY.date()
EVIDENCE = [{"name": "a.pdf", "digest": {"sha256": "0" * 64}, "annotations": {"kind": "other"}}]


def later(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def remarks(book: Book, days: int = 0) -> str:
    return "\n".join(book.history.remarks("R-1", "Treeline", later(days)))


def with_condition(**changes: Any) -> dict[str, Any]:
    condition = {"id": "C1", "text": "Switch on MFA.", "owner": "it-desk", "due": later(5)}
    return {"event": Event.APPROVED_WITH_CONDITIONS, "conditions": [condition | changes]}


def test_nothing_is_remarked_where_nothing_is_known() -> None:
    book = Book()
    assert book.history.remarks("R-1", "Treeline", TODAY) == ()
    assert book.history.remarks("", "", TODAY) == ()
    book.add(Approval, "bob")
    assert remarks(book) == ""


@pytest.mark.parametrize(
    ("counsel", "said"),
    [
        (Counsel.DO_NOT_PROCEED, "advises not to proceed"),
        (Counsel.PROCEED_WITH_MEASURES, "advises to proceed only with measures"),
    ],
)
def test_advice_against_it_says_how_to_answer(counsel: Counsel, said: str) -> None:
    book = Book()
    book.add(Advised, "dee", counsel=counsel, reason="No assessment.")
    told = remarks(book)
    assert told.startswith(f"The data protection officer (DPO) {said} (record 0): No assessment. ")
    assert told.endswith("--heed 0, or --overrule with a reason.")


def test_advice_to_proceed_asks_for_nothing() -> None:
    book = Book()
    book.add(Advised, "dee", counsel=Counsel.PROCEED, reason="Fine")
    assert remarks(book) == "The data protection officer (DPO) advises to proceed (record 0): Fine."


def test_advice_that_was_answered_is_not_repeated() -> None:
    book = Book()
    book.add(Advised, "dee", counsel=Counsel.DO_NOT_PROCEED)
    answer = {"record": book.at(0), "accepted": False, "reason": "It is mended"}
    book.add(Approval, "bob", advice=[answer])
    assert remarks(book) == ""


def test_a_condition_is_open_then_overdue_then_met() -> None:
    book = Book()
    book.add(Approval, "bob", **with_condition())
    day = f"(it-desk, due {later(5)})."
    assert remarks(book) == f"Condition C1 of record 0 is open: Switch on MFA {day}"
    assert remarks(book, 6) == f"Condition C1 of record 0 is overdue: Switch on MFA {day}"
    book.add(ConditionMet, "bob", target=book.at(0), condition="C1", evidence=EVIDENCE)
    assert remarks(book, 6) == ""


def test_emergency_use_says_until_when() -> None:
    book = Book()
    book.add(Emergency, "bob", review_by=later(9))
    by = f"must be reviewed by {later(9)} (record 0)."
    assert remarks(book) == f"It is in emergency use, and {by}"
    assert remarks(book, 10) == f"It is in emergency use, which is over: it {by}"


def test_what_ended_says_how_and_when() -> None:
    book = Book()
    book.add(Approval, "bob", valid_until=later(3), **with_condition())
    assert remarks(book, 4) == f"The approval by the head of IT expired on {later(3)} (record 0)."
    book.add(Revoked, "ann", target=book.at(0), days=1)
    told = f"The approval by the head of IT was revoked on {later(1)} (record 0)."
    assert remarks(book, 1) == told


def test_what_gave_way_says_so() -> None:
    book = Book()
    book.add(Approval, "bob")
    book.add(Approval, "ann")
    book.add(Superseded, "ann", target=book.at(0), by=book.at(1))
    told = f"The approval by the head of IT was superseded on {TODAY} (record 0)."
    assert remarks(book) == told


def test_a_refusal_is_told_elsewhere() -> None:
    book = Book()
    book.add(Approval, "bob", event=Event.REFUSED)
    assert remarks(book) == ""


def test_what_does_not_count_is_told_though_nothing_else_is_known() -> None:
    book = Book(trusted(bob=""))
    book.add(Approval, "bob")
    told = "Record 0, approved as head of IT by bob, does not count: allowed_signers does not give"
    assert remarks(book).startswith(told)
    assert remarks(book, -1) == ""
    (other,) = book.history.remarks("R-2", " treeline ", TODAY)
    assert other.startswith(told)
    assert book.history.remarks("R-2", "Oak Maps", TODAY) == ()
    assert book.history.remarks("", "", TODAY) == ()
