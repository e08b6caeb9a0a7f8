import json
from typing import Any

from guard.overview.records import Shelf
from guard.overview.showing import show_all, show_one, show_request
from guard.record.events import Approval, Requested
from guard.screen import Screen
from tests.history.deeds import DAY, Book

SCREEN = Screen()


def shelf() -> Shelf:
    book = Book()
    book.add(Requested, "eve", reason="For the parks")
    book.add(Approval, "bob", request="R-2")
    return Shelf(book.history, DAY.date())


def data(text: str) -> Any:
    found = json.loads(text)
    assert found["schema"] == "urn:procurement-guard:records:v1"
    assert found["on"] == "2026-11-20"
    return found


def test_all_records_stand_in_a_table() -> None:
    head, first, second, *rest = show_all(shelf(), SCREEN).splitlines()
    assert head.split() == [
        *("record", "day", "event", "about", "who,", "in", "which", "role", "state"),
    ]
    assert first.split() == ["0", "2026-11-20", "requested", "request", "R-1", "eve"]
    assert second.split() == ["as", "requester"]
    assert "approved" in rest[0]


def test_an_empty_ledger_says_what_to_do() -> None:
    assert "guard approve" in show_all(Shelf(Book().history, DAY.date()), SCREEN)


def test_programs_get_all_records() -> None:
    records = data(show_all(shelf(), None))["records"]
    assert [(each["record"], each["event"]) for each in records] == [
        *[(0, "requested"), (1, "approved")],
    ]


def test_one_record_stands_line_by_line() -> None:
    lines = show_one(shelf(), 0, SCREEN).splitlines()
    assert lines[0] == "record     0: requested"
    assert "reason     For the parks" in lines
    assert data(show_one(shelf(), 1, None))["record"]["record"] == 1


def test_a_request_has_its_story_and_what_is_next() -> None:
    told = show_request(shelf(), "R-1", SCREEN)
    assert told.startswith("Treeline (R-1): asked for since 2026-11-20.\n\nrecord")
    assert "For the parks" in told
    assert (
        "What is to be done\n  2026-11-20 waiting: neither assessed nor answered yet; assess"
        in told
    )
    assert "R-2" not in told


def test_programs_get_the_story() -> None:
    found = data(show_request(shelf(), "R-2", None))
    assert found["case"]["standing"] == "awaiting-signature"
    assert [each["record"] for each in found["records"]] == [1]
    assert [each["matter"] for each in found["due"]] == ["sign-off"]
