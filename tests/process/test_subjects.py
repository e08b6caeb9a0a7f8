from typing import Any

import pytest

from guard.process.faults import faults
from guard.record.events import (
    Act,
    Approval,
    AuthorityGranted,
    ConditionMet,
    Corrected,
    Erased,
    KeyRotated,
    PolicyActivated,
    Revoked,
)
from guard.record.sealed import Sealed
from tests.history.deeds import DAY, DIGEST, Book, key

EVIDENCE = [{"name": "a.pdf", "digest": DIGEST, "annotations": {"kind": "other"}}]


def wrong(book: Book, sealed: Sealed) -> list[str]:
    return [fault.what for fault in faults(sealed, book.history)]


def renamed(sealed: Sealed, name: str) -> Sealed:
    """The same event, said to be about something else."""
    (first, *_) = sealed.statement.subject
    subject = (first.model_copy(update={"name": name}),)
    return Sealed(sealed.statement.model_copy(update={"subject": subject}), sealed.public_key, b"")


def test_a_subject_is_what_the_event_concerns() -> None:
    book = Book()
    book.add(Approval, "ann")
    day = DAY.date()
    given = {"key": key("eve").public_key.line, "valid_from": day, "valid_until": day}
    policy = {"name": "core", "digest": DIGEST, "annotations": {"version": "1"}}
    cases: list[tuple[type[Act], dict[str, Any], str]] = [
        (AuthorityGranted, {"grantee": "eve", "about": "person/x", **given}, "person/ann"),
        (PolicyActivated, {"policies": [policy], "about": "policy/x"}, "policy/other"),
        (Revoked, {"target": book.at(0)}, "request/R-2"),
    ]
    for kind, changes, other in cases:
        sealed = book.make(kind, "ann", **changes)
        assert wrong(book, sealed) == []
        assert f"its subject is {other}, but" in wrong(book, renamed(sealed, other))[0]


def test_a_new_log_key_is_the_one_named() -> None:
    book = Book()
    vkey = "example.org/log+00000000+AAAA"
    sealed = book.make(KeyRotated, "ann", log_key=vkey, about="log/example.org/log", content=vkey)
    assert wrong(book, sealed) == []
    assert "it concerns log/example.org/log" in wrong(book, renamed(sealed, "log/other"))[0]


def test_what_is_erased_is_the_record_named() -> None:
    book = Book()
    book.add(Approval, "ann", days=-2000)
    book.add(Approval, "ann", days=-1900)
    sealed = book.make(Erased, "bob", about="record/1", targets=[book.at(1)])
    assert wrong(book, sealed) == []
    said = wrong(book, renamed(sealed, "record/0"))
    assert said == ["its subject is record/0, but it concerns record/1"]


@pytest.mark.parametrize("kind", [ConditionMet, Corrected, Revoked])
def test_who_points_at_a_record_names_the_application_of_that_record(kind: type[Act]) -> None:
    book = Book()
    condition = {"id": "C1", "text": "MFA", "owner": "it", "due": DAY.date()}
    book.add(Approval, "ann", event="approved-with-conditions", conditions=[condition])
    more = {"condition": "C1", "evidence": EVIDENCE} if kind is ConditionMet else {}
    assert wrong(book, book.make(kind, "ann", target=book.at(0), **more)) == []
    other = book.make(kind, "ann", target=book.at(0), application={"name": "Oak"}, **more)
    assert wrong(book, other) == ["it names Oak; record 0 is about another"]
