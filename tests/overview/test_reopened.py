import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import rfc8785

from guard.errors import GuardError
from guard.history.standing import Case
from guard.overview.reopened import Reopened, document_of, reopened
from guard.policy.model import FactType, OwnFact
from guard.record import commitment
from guard.record.events import Approval, Requested
from guard.request.fact import Answerer
from guard.request.reading import read_request
from tests.history.deeds import DAY, Book

FACTS = {"requester": {"name": "Alex Doe"}, "application": {"name": "Treeline"}}
SECRET = b"secret"
SHOWN, OPENINGS = commitment.conceal({"facts": FACTS}, ["facts.requester.name"], SECRET)


class Kept(Book):
    """A ledger that holds one request, and what these records disclose of it."""

    def __init__(self, *disclosing: int, document: bytes | None = None) -> None:
        super().__init__()
        self._disclosing = {str(event_id(number)) for number in disclosing}
        self._document = rfc8785.dumps(SHOWN) if document is None else document

    def document(self, sha256: str) -> bytes | None:
        del sha256
        return self._document or None

    def disclosure(self, name: str) -> bytes | None:
        return commitment.write(OPENINGS, SECRET) if name in self._disclosing else None


def case(book: Book) -> Case:
    found = book.history.case("R-1", DAY.date())
    assert found is not None
    return found


def test_private_values_stay_hidden_unless_they_are_asked_for() -> None:
    book = Kept(0)
    book.add(Requested, "eve")
    shown = reopened(case(book), book.history, private=False)
    assert (shown.text("application", "name"), shown.text("requester", "name")) == ("Treeline", "")
    assert not shown.whole
    opened = reopened(case(book), book.history, private=True)
    assert opened.facts == FACTS
    assert opened.whole


def test_any_record_of_the_same_request_can_disclose_it() -> None:
    book = Kept(0)
    book.add(Requested, "eve")
    book.add(Approval, "bob")
    assert reopened(case(book), book.history, private=True).whole


def test_what_nobody_discloses_stays_hidden() -> None:
    book = Kept()
    book.add(Requested, "eve")
    found = reopened(case(book), book.history, private=True)
    assert not found.whole
    assert found.text("requester", "name") == ""


def test_of_a_request_that_is_not_there_nothing_is_known() -> None:
    book = Kept(document=b"")
    book.add(Requested, "eve")
    found = reopened(case(book), book.history, private=True)
    assert found == Reopened({}, {}, whole=False)
    assert found.text("application", "name") == ""


def test_a_disclosure_that_does_not_fit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Kept(0)
    book.add(Requested, "eve")
    ((name, (salt, path, _)),) = OPENINGS.items()
    forged = commitment.write({name: (salt, path, "Mallory")}, SECRET)
    monkeypatch.setattr(book, "disclosure", lambda _name: forged)
    with pytest.raises(GuardError, match="not what was sealed"):
        reopened(case(book), book.history, private=True)


def again(facts: dict[str, Any], **said: dict[str, Any]) -> Any:
    """The request read from what was opened."""
    paths = {path.replace("__", "."): who for path, who in said.items()}
    own = [OwnFact(name="cost", type=FactType.NUMBER, question="?", ask_of=Answerer.IT)]
    return read_request(document_of(Reopened(facts, paths, whole=True), "REQUEST", own))


def test_numbers_and_days_are_what_they_were() -> None:
    money = {"amount": "480.50", "currency": "GBP"}
    facts = {
        "contract": {"value": money, "period": {"endDate": "2027-12-21"}},
        "application": {"users": {"internal": 3}},
        "local": {"cost": "1.5"},
    }
    values = again(facts).values
    assert values["contract"]["value"]["amount"] == Decimal("480.50")
    assert values["contract"]["period"]["endDate"] == dt.datetime(2027, 12, 21, tzinfo=dt.UTC)
    assert values["application"]["users"]["internal"] == 3
    assert values["local"]["cost"] == Decimal("1.5")


def test_who_said_what_is_said_again() -> None:
    facts = {"data": {"personal": False}, "evidence": [{"kind": "iso-27001"}]}
    by = {"by": "Kim", "source": "form", "on": "2026-01-02"}
    nobody = {"by": "", "source": "list", "on": None}
    given = again(facts, data__personal=by, **{"evidence[0].kind": nobody, "evidence": nobody})
    assert given.values["data"]["personal"] is False
    assert given.values["evidence"][0]["kind"] == "iso-27001"
    said = {path: (who.by, who.source, who.on) for path, who in given.provenance.items()}
    assert said == {
        "data.personal": ("Kim", "form", dt.date(2026, 1, 2)),
        "evidence": ("", "list", None),
        "evidence[0].kind": ("", "list", None),
    }


def event_id(number: int) -> Any:
    """The id that a book gives its events."""
    from uuid import UUID

    return UUID(int=number)
