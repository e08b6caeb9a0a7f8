import datetime as dt

from guard.errors import Fault
from guard.history.ledger import History
from guard.history.uncounted import Uncounted
from guard.record.authority import Authorities, load
from guard.record.events import (
    Approval,
    AuthorityGranted,
    ConditionMet,
    Emergency,
    Evaluated,
    Revoked,
    Waived,
)
from guard.record.revocation import parse
from tests.history.deeds import DAY, Book, key, trusted

TODAY = DAY.date()
EVIDENCE = [{"name": "a.pdf", "digest": {"sha256": "0" * 64}, "annotations": {"kind": "other"}}]


def idle(book: Book, days: int = 9) -> tuple[Uncounted, ...]:
    return book.history.uncounted(TODAY + dt.timedelta(days=days))


def why(authorities: Authorities) -> str:
    """Why Bob's approval as head of IT does not count; empty where it does."""
    book = Book(authorities)
    book.add(Approval, "bob")
    return "".join(f"{each.why}; {each.next}" for each in idle(book))


def line(name: str, options: str) -> Authorities:
    return load(f"{name} {options} {key('bob').public_key.line}", "allowed_signers")


def test_each_reason_has_words_and_a_next_step() -> None:
    role = 'namespaces="head-of-it@procurement-guard"'
    assert why(line("bob", role)) == ""
    assert "does not give them that role with that key; if they left" in why(load("", "none"))
    assert "does not give them that role" in why(trusted(bob="siro"))
    assert "gives the key that signed it to another name" in why(line("rob", role))
    early = why(line("bob", f'{role},valid-before="20261119"'))
    assert "that role at another time; if they held it then, mend valid-after" in early
    assert why(line("bob", f'{role},valid-before="20261122"')) == ""


def test_a_revoked_key_is_not_put_back() -> None:
    held = trusted()
    gone = parse(f"{key('bob').public_key.line}\n".encode(), "revoked_keys")
    said = why(Authorities(held.file, held.grants, gone))
    assert said == "the key that signed it was revoked; let somebody who holds the role sign anew"


def test_a_role_that_is_lent_no_longer_points_at_the_loan() -> None:
    book = Book()
    lent = {"grantee": "eve", "key": key("eve").public_key.line, "valid_from": TODAY}
    more = {"about": "person/eve", "valid_until": TODAY + dt.timedelta(days=9)}
    book.add(AuthorityGranted, "ann", **lent, **more)
    book.add(Approval, "eve", role="ciso", on_behalf_of=book.at(0))
    assert idle(book) == ()
    book.authorities = trusted(ann="")
    loan, approval = idle(book)
    assert (loan.request, loan.application) == ("", "")
    assert approval.why == "record 0 does not lend them that role"
    assert "guard record show 0" in approval.next


def test_what_stands_in_its_place_is_enough() -> None:
    book = Book(trusted(ann="", dee="ciso"))
    book.add(Approval, "ann")
    book.add(Waived, "ann", rule="A-1", measure="None", expires=TODAY)
    book.add(Emergency, "ann", review_by=TODAY)
    book.add(ConditionMet, "ann", target=book.at(0), condition="C1", evidence=EVIDENCE)
    book.add(Revoked, "ann", target=book.at(0))
    book.add(Evaluated, "ann")
    assert [each.index for each in idle(book)] == [0, 1, 2, 3, 4]
    book.add(Revoked, "bob", target=book.at(0))
    book.add(Waived, "cy", rule="A-2", measure="None", expires=TODAY)
    assert [each.index for each in idle(book)] == [0, 1, 2, 3]
    book.add(Approval, "dee", role="ciso", request="R-2")
    book.add(Approval, "dee", role="ciso")
    assert [each.index for each in idle(book)] == [1, 3]


def test_what_breaks_the_process_tells_how() -> None:
    book = Book()
    book.add(Approval, "ann")
    history = History(
        book, book.authorities, law=lambda *_: [Fault("it is too late", "begin anew")]
    )
    (found,) = history.uncounted(TODAY)
    assert found.told == (
        "Record 0, approved as chief information security officer (CISO) by ann, does not count: "
        "it is too late. Let somebody who holds the role sign anew, as the process asks."
    )
    assert history.uncounted(TODAY - dt.timedelta(days=1)) == ()
