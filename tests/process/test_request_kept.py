import hashlib

import pytest
import rfc8785

from guard.process.faults import faults
from guard.record.commitment import conceal, write
from guard.record.events import Act, Advised, Approval, AuthorityGranted, Requested, Revoked
from tests.history.deeds import DAY, ROLES, Book, key, trusted

SECRET = b"s" * 32
ASKED = {
    "facts": {
        "request": {"id": "R-1"},
        "requester": {"email": "ann"},
        "application": {"name": "Treeline"},
    },
    "provenance": {"evidence[0].kind": {"by": "bob", "on": None, "source": ""}},
}


class Kept(Book):
    """A ledger that keeps one request, whose names are private."""

    def __init__(self, asked: object = ASKED, *, open_: bool = True) -> None:
        super().__init__(trusted(eve="requester,ciso"))
        hidden, openings = conceal(asked, ("facts.requester.email", "provenance"), SECRET)
        self.content = rfc8785.dumps(hidden).decode()
        self.private = write(openings, SECRET) if open_ else None

    def document(self, sha256: str) -> bytes | None:
        content = self.content.encode()
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    def disclosure(self, name: str) -> bytes | None:
        del name
        return self.private

    def wrong(self, kind: type[Act], who: str, **changes: object) -> list[str]:
        if kind is Approval:
            changes = {"valid_until": DAY.date()} | changes
        sealed = self.make(kind, who, **({"content": self.content} | changes))
        return [fault.what for fault in faults(sealed, self.history)]


def test_a_record_is_filed_under_the_request_that_is_kept_with_it() -> None:
    book = Kept()
    assert book.wrong(Approval, "cy") == []
    assert book.wrong(Advised, "dee", counsel="proceed") == []
    assert book.wrong(Approval, "cy", request="OTHER") == [
        "it is filed under the request OTHER, and is about R-1"
    ]
    assert book.wrong(Approval, "cy", application={"name": "Oak"}) == [
        "it names the application Oak, its request Treeline"
    ]
    assert book.wrong(Approval, "cy", content="not kept yet") == []


def test_who_asks_in_the_request_signs_nothing_about_it() -> None:
    book = Kept()
    assert "ann asked for the purchase and signed it" in book.wrong(Approval, "ann")
    assert book.wrong(Requested, "ann", role="requester") == []
    assert Kept(open_=False).wrong(Approval, "ann") == []


def test_who_supplied_evidence_judges_nothing() -> None:
    assert "bob supplied evidence for it and signed it" in Kept().wrong(Approval, "bob")
    assert Kept().wrong(Requested, "bob") == []


def test_who_ends_a_record_is_held_against_the_names_kept_with_that_record() -> None:
    book = Kept()
    book.add(Approval, "cy", content=book.content)
    assert book.wrong(Revoked, "bob", target=book.at(0)) == []
    assert "ann asked for the purchase and signed it" in book.wrong(
        Revoked, "ann", target=book.at(0)
    )


def test_who_lends_a_role_does_not_have_their_own_request_approved() -> None:
    book = Kept()
    assert ROLES["ann"] == "ciso"
    grant = {"grantee": "bob", "key": key("bob").public_key.line}
    days = {"valid_from": DAY.date(), "valid_until": DAY.date()}
    book.add(AuthorityGranted, "ann", about="person/bob", **grant, **days)
    said = book.wrong(Approval, "bob", role="ciso", on_behalf_of=book.at(0))
    assert "bob asked for the purchase and signed it" in said


@pytest.mark.parametrize(
    "asked", [[], {}, {"facts": []}, {"facts": {}, "provenance": [1]}, "x", {"facts": None}]
)
def test_a_request_that_guard_did_not_write_is_told(asked: object) -> None:
    said = Kept(asked, open_=False).wrong(Approval, "cy")
    assert said
    assert all("guard writes it" in each or "filed" in each or "names" in each for each in said)


def test_a_request_that_two_readers_could_read_apart_is_told() -> None:
    book = Kept()
    book.content = book.content.replace('"id":"R-1"', '"id":"R-2","id":"R-1"')
    assert book.wrong(Approval, "cy") == [
        "the request that is kept with it is not as guard writes it"
    ]
