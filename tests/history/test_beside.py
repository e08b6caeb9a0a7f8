import datetime as dt
from typing import Any

from guard.history.standing import Case
from guard.record.events import Advised, Approval, ConditionMet, Counsel, Emergency, Event, Revoked
from tests.history.deeds import DAY, Book

TODAY = DAY.date()
LATER = TODAY + dt.timedelta(days=30)
CONDITION = {"id": "C1", "text": "MFA", "owner": "it", "due": LATER}


def proof(name: str, kind: str = "iso-27001", expires: dt.date | None = None) -> dict[str, Any]:
    note = {"kind": kind, "expires": expires}
    return {"name": name, "digest": {"sha256": "a" * 64}, "annotations": note}


def stands(book: Book) -> Case:
    found = book.history.case("R-1", TODAY)
    assert found is not None
    return found


def test_an_emergency_use_stands_until_it_is_answered() -> None:
    book = Book()
    book.add(Emergency, "bob", review_by=LATER, reason="Flood")
    use = stands(book).use
    assert use is not None
    assert (use.index, use.role, use.principal, use.reason) == (0, "head-of-it", "bob", "Flood")
    assert use.review_by == stands(book).emergency == LATER
    book.add(Approval, "bob")
    assert stands(book).use is None
    assert stands(book).emergency is None


def test_an_emergency_use_that_was_revoked_is_over() -> None:
    book = Book()
    book.add(Emergency, "bob", review_by=LATER)
    book.add(Revoked, "ann", target=book.at(0))
    assert stands(book).use is None


def test_the_last_advice_of_a_role_counts_and_may_be_heeded() -> None:
    book = Book(None)
    book.add(Advised, "dee", counsel=Counsel.DO_NOT_PROCEED)
    book.add(Advised, "dee", counsel=Counsel.PROCEED, reason="Mended")
    (advice,) = stands(book).advice
    assert (advice.index, advice.counsel, advice.reason) == (1, Counsel.PROCEED, "Mended")
    assert not advice.heeded
    heeding = {"record": book.at(1), "accepted": True, "reason": ""}
    book.add(Approval, "bob", advice=[heeding])
    assert stands(book).advice[0].heeded


def test_heeding_what_was_advised_before_is_not_heeding_what_is_advised_now() -> None:
    book = Book()
    book.add(Advised, "dee", counsel=Counsel.PROCEED)
    heeding = {"record": book.at(0), "accepted": True, "reason": ""}
    book.add(Approval, "bob", advice=[heeding])
    book.add(Advised, "dee", counsel=Counsel.DO_NOT_PROCEED)
    assert [each.heeded for each in stands(book).advice] == [False]


def test_of_evidence_of_one_kind_the_longest_lived_counts() -> None:
    book = Book()
    book.add(Approval, "bob", evidence=[proof("old.pdf", expires=TODAY), proof("b.pdf", "soc2")])
    book.add(Approval, "ann", evidence=[proof("new.pdf", expires=LATER)])
    found = [(each.index, each.name, each.expires) for each in stands(book).evidence]
    assert found == [(0, "b.pdf", None), (1, "new.pdf", LATER)]


def test_evidence_without_an_end_outlives_any_other() -> None:
    book = Book()
    book.add(Approval, "bob", evidence=[proof("always.pdf")])
    book.add(Approval, "ann", evidence=[proof("new.pdf", expires=LATER)])
    assert [each.name for each in stands(book).evidence] == ["always.pdf"]


def test_evidence_that_had_expired_when_it_was_used_was_known_to_have() -> None:
    book = Book()
    gone = TODAY - dt.timedelta(days=1)
    book.add(Approval, "bob", evidence=[proof("gone.pdf", expires=gone)])
    assert stands(book).evidence == ()


def test_evidence_that_closes_conditions_is_kept_file_by_file() -> None:
    book = Book()
    with_condition = {"event": Event.APPROVED_WITH_CONDITIONS, "conditions": [CONDITION]}
    book.add(Approval, "bob", **with_condition)
    files = [proof(name, "closes-condition") for name in ("a.pdf", "b.pdf")]
    book.add(ConditionMet, "bob", target=book.at(0), condition="C1", evidence=files)
    assert [each.name for each in stands(book).evidence] == ["a.pdf", "b.pdf"]


def test_the_newest_assessment_is_that_of_the_request_as_it_is_now() -> None:
    book = Book()
    book.add(Emergency, "bob", review_by=LATER)
    assert stands(book).measured is None
    book.add(Approval, "bob")
    book.add(Approval, "ann")
    assert stands(book).measured == 2
    book.add(Emergency, "bob", review_by=LATER, content="another request")
    assert stands(book).measured is None
