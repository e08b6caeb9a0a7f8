import datetime as dt
from typing import Any

from guard.history.grants import PastGrant, grants
from guard.record.events import AuthorityGranted, AuthorityRevoked
from tests.history.deeds import DAY, Book, key

TODAY = DAY.date()
LATER = TODAY + dt.timedelta(days=30)


def lend(book: Book, who: str = "ann", to: str = "cy", **changes: Any) -> int:
    days = {"valid_from": TODAY, "valid_until": LATER}
    line = key(to).public_key.line
    about = f"person/{to}"
    return book.add(AuthorityGranted, who, grantee=to, key=line, about=about, **days | changes)


def test_a_role_that_is_lent_is_found_with_its_days() -> None:
    book = Book()
    lend(book)
    assert list(grants(book.history, TODAY)) == [PastGrant(0, "ciso", "ann", "cy", TODAY, LATER)]


def test_what_is_over_or_still_to_be_written_is_not_lent() -> None:
    book = Book()
    lend(book)
    assert list(grants(book.history, LATER + dt.timedelta(days=1))) == []
    assert list(grants(book.history, TODAY - dt.timedelta(days=1))) == []
    assert len(list(grants(book.history, LATER))) == 1


def test_what_was_taken_back_is_not_lent() -> None:
    book = Book()
    lend(book)
    book.add(AuthorityRevoked, "ann", target=book.at(0), about="person/cy")
    assert list(grants(book.history, TODAY)) == []


def test_who_does_not_hold_the_role_lends_nothing() -> None:
    book = Book()
    lend(book, who="ann", role="siro")
    assert list(grants(book.history, TODAY)) == []
