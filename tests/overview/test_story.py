import datetime as dt

from guard.overview import story
from guard.overview.records import Shelf
from guard.record.events import Approval, Evaluated, Requested
from tests.history.deeds import DAY, Book
from tests.making import told

TODAY = DAY.date()
LATER = TODAY + dt.timedelta(days=900)


def shelf(book: Book) -> Shelf:
    return Shelf(book.history, TODAY)


def test_the_headline_says_where_it_stands() -> None:
    book = Book()
    book.add(Requested, "eve", application={"name": "Tree\nline"})
    case = story.case_of(shelf(book), "R-1")
    assert story.headline(case) == f"Tree\\u{{a}}line (R-1): asked for since {TODAY}."
    book.add(Evaluated, "bob")
    book.add(Approval, "bob", valid_until=LATER)
    assert story.headline(story.case_of(shelf(book), "R-1")) == (
        f"Treeline (R-1): waits for signatures since {TODAY}, until {LATER}; "
        "still to sign: chief information security officer (CISO)."
    )


def test_all_records_are_in_it_and_why_they_were_made() -> None:
    book = Book()
    book.add(Requested, "eve", reason="For the parks")
    book.add(Requested, "eve", request="R-2")
    book.add(Approval, "bob", role="siro")
    on = shelf(book)
    case = story.case_of(on, "R-1")
    assert [line.record for line in story.lines(on, case)] == [0, 2]
    assert story.reasons(on, case) == {0: "For the parks", 2: "It is due."}


def test_what_is_to_be_done_is_told_however_far_off() -> None:
    book = Book()
    book.add(
        Approval,
        "bob",
        valid_until=LATER,
        decision={"verdict": "permit", "findings": {"sha256": "0" * 64}},
    )
    on = shelf(book)
    (one,) = story.to_do(on, story.case_of(on, "R-1"))
    assert one.day == LATER


def test_a_request_that_is_not_there_names_those_like_it() -> None:
    book = Book()
    book.add(Requested, "eve", request="2026-0117")
    assert "did you mean 2026-0117?" in told(lambda: story.case_of(shelf(book), "2026-117"))
    assert "did you mean" not in told(lambda: story.case_of(shelf(book), "other"))
    empty = Shelf(Book().history, TODAY)
    assert "no record is of a request x" in told(lambda: story.case_of(empty, "x"))


def test_a_request_of_which_nothing_counts_says_so() -> None:
    book = Book()
    book.add(Approval, "bob", role="siro")
    assert "nothing of it counts" in told(lambda: story.case_of(shelf(book), "R-1"))
