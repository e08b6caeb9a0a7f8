import datetime as dt
from typing import Any

import pytest

from guard.history.standing import Standing
from guard.process.in_vain import in_vain
from guard.record.events import (
    Act,
    Approval,
    AuthorityGranted,
    AuthorityRevoked,
    ConditionMet,
    Emergency,
    Event,
    Revoked,
)
from tests.history.deeds import DAY, Book, key

TODAY = DAY.date()
LATER = TODAY + dt.timedelta(days=9)
EVIDENCE = [{"name": "a.pdf", "digest": {"sha256": "0" * 64}, "annotations": {"kind": "other"}}]


def vain(book: Book, kind: type[Act], who: str, **changes: Any) -> str:
    found = list(in_vain(book.make(kind, who, **changes), book.history))
    assert all(fault.what and fault.remedy for fault in found)
    return "; ".join(fault.what for fault in found)


def test_a_condition_is_met_once() -> None:
    conditions = [{"id": f"C{n}", "text": "MFA", "owner": "it", "due": LATER} for n in (1, 2)]
    book = Book()
    event = Event.APPROVED_WITH_CONDITIONS
    book.add(Approval, "ann", event=event, conditions=conditions)
    met = {"target": book.at(0), "condition": "C1", "evidence": EVIDENCE}
    assert vain(book, ConditionMet, "ann", **met) == ""
    for _ in range(2):
        book.add(ConditionMet, "ann", **met)
    said = "condition C1 of record 0 is met already (record 1)"
    assert vain(book, ConditionMet, "ann", **met) == said
    assert vain(book, ConditionMet, "ann", **met | {"condition": "C2"}) == ""


def test_a_role_is_taken_back_once() -> None:
    book = Book()
    lent = {"grantee": "eve", "key": key("eve").public_key.line, "about": "person/eve"}
    for _ in range(2):
        book.add(AuthorityGranted, "ann", valid_from=TODAY, valid_until=LATER, **lent)
    back = {"target": book.at(0), "about": "person/eve"}
    assert vain(book, AuthorityRevoked, "ann", **back) == ""
    book.add(AuthorityRevoked, "ann", **back)
    said = "the role lent in record 0 is taken back already (record 2)"
    assert vain(book, AuthorityRevoked, "ann", **back) == said
    assert vain(book, AuthorityRevoked, "ann", **back | {"target": book.at(1)}) == ""


@pytest.mark.parametrize("due", [TODAY, LATER])
def test_what_is_approved_needs_no_emergency_use(due: dt.date) -> None:
    condition = {"id": "C1", "text": "MFA", "owner": "it", "due": due}
    book = Book()
    urgent = {"review_by": LATER, "days": 1}
    assert vain(book, Emergency, "bob", **urgent) == ""
    book.add(Approval, "ann", event=Event.APPROVED_WITH_CONDITIONS, conditions=[condition])
    assert vain(book, Emergency, "bob", **urgent) == "", "the head of IT has not signed"
    book.add(Approval, "bob")
    case = book.history.case("R-1", TODAY)
    assert case is not None
    assert case.standing is Standing.APPROVED
    said = "R-1 is approved already (record 0, 1), and may be used"
    assert vain(book, Emergency, "bob", **urgent) == said
    assert vain(book, Emergency, "bob", request="R-2", **urgent) == ""
    book.add(Revoked, "ann", target=book.at(0))
    assert vain(book, Emergency, "bob", **urgent) == ""
